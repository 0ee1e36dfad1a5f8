import type { CommandLine } from "./command-line.ts";
import { type Place, type ProblemParts, renderParts } from "./parts.ts";
import type { Path } from "./path.ts";

/**
 * One thing that a person has to mend: in the config, in what a vendor answered, on the machine. Its `message` holds all of its
 * parts but the place, so that whatever prints an error prints what to do. An error that is not a Problem is a bug.
 */
export class Problem extends Error {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly where?: Place;
  readonly what: string;
  readonly why?: string;
  readonly fix: string;
  readonly commands: readonly CommandLine[];
  readonly stacks?: readonly string[];

  constructor(parts: ProblemParts, options?: ErrorOptions) {
    super(renderParts(parts), options);
    const { code, severity = "error", where, what, why, fix, commands = [], stacks } = parts;
    this.name = "Problem";
    this.code = code;
    this.severity = severity;
    this.what = what;
    this.fix = fix;
    this.commands = commands;
    if (where !== undefined) this.where = where;
    if (why !== undefined) this.why = why;
    if (stacks !== undefined) this.stacks = stacks;
  }

  /** Where it is, without the file; empty where that is not known. */
  get path(): Path {
    return this.where?.path ?? [];
  }

  /** The same problem at another place: whoever knows more of where it is says so. */
  at(where: Place): Problem {
    return new Problem({ ...this.toJSON(), where }, { cause: this.cause });
  }

  /** The parts alone, for JSON and for a problem that differs in some of them. */
  toJSON(): ProblemParts {
    const { code, severity, where, what, why, fix, commands, stacks } = this;
    return {
      ...{ code, severity, what, fix },
      ...(commands.length > 0 && { commands }),
      ...(where !== undefined && { where }),
      ...(why !== undefined && { why }),
      ...(stacks !== undefined && { stacks }),
    };
  }
}

export function hasErrors(problems: readonly { readonly severity: Problem["severity"] }[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

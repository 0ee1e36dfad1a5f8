import type { GeneratedBlueprint } from "./blueprint.ts";
import { parseExpression } from "./expression.ts";
import { type Finding, finding, renderPath } from "./problem.ts";
import { lookUp, type Scope } from "./references.ts";
import type { Value } from "./schema/value.ts";
import { addressOf, concat, isSecret, known, type Late, late, literal, render, type Text } from "./text.ts";

type Path = readonly (string | number)[];

/**
 * Turns the strings of a config into texts, once for one environment, and collects on the way what the environment
 * needs: secrets of people, values to generate, values of other stacks. Wrong expressions become findings.
 */
export class Evaluation {
  readonly findings: Finding[] = [];
  readonly secrets = new Set<string>();
  readonly generated = new Map<string, GeneratedBlueprint>();
  readonly needs = new Map<string, Late>();
  /** Why a thing is shared, by path. */
  readonly reasons: { [path: string]: string } = {};
  /** Why a value is the same in every environment, by path. */
  readonly sameEverywhere: { [path: string]: string } = {};
  /** References being followed, to tell a cycle from a long way. */
  private readonly following: string[] = [];

  constructor(readonly scope: Scope) {}

  /** Evaluates `${…}` expressions. What cannot be evaluated is a finding, and empty text. */
  text(source: string, at: Path): Text {
    const pieces = parseExpression(source);
    if (!Array.isArray(pieces)) {
      this.report("bad-expression", at, pieces.what, pieces.fix);
      return literal("");
    }
    return concat(...pieces.map((piece) => ("text" in piece ? literal(piece.text) : this.follow(piece.reference, at))));
  }

  /** Text that must be known before anything exists: a name, a host, a branch. */
  name(source: string, at: Path): string {
    const text = this.text(source, at);
    const name = known(text);
    if (name !== undefined) return name;
    const why =
      "Names are fixed before the first resource exists, so that they can be checked and never change by themselves.";
    const fix = "use only ${environment.…} and names of other things here";
    this.report("late-name", at, `"${render(text)}" is not known before it is created.`, fix, why);
    return "";
  }

  /** Text that is shown in clear: a secret in it is a finding. */
  plain(value: Value, at: Path): Text {
    const text = this.value(value, at);
    if (isSecret(text)) {
      this.report(
        "secret-in-plain-place",
        at,
        `${render(text)} is a secret, and this place is shown in clear.`,
        `move it to the "secrets" beside these variables`,
        "Variables stand in fly.toml, in build logs and in dashboards; secrets do not.",
      );
    }
    return text;
  }

  value(value: Value, at: Path): Text {
    if (typeof value === "string") return this.text(value, at);
    if ("value" in value) {
      this.sameEverywhere[renderPath(at)] = value.shared;
      return this.text(value.value, at);
    }
    const fixed = value.generate === "fernet" || value.generate === "uuid";
    if (fixed && value.bytes !== undefined) {
      const size = value.generate === "fernet" ? "a Fernet key has 32 bytes" : "a UUID has 16 bytes";
      this.report("fixed-size", [...at, "bytes"], `"bytes" does not go with ${value.generate}: ${size}.`, "remove it");
    }
    const key = renderPath(at);
    this.generated.set(key, {
      key,
      shape: value.generate,
      generation: value.generation ?? 1,
      ...(value.bytes !== undefined && { bytes: value.bytes }),
    });
    return late({ of: "generated", key, output: "", secret: true });
  }

  report(code: string, at: Path, what: string, fix: string, why?: string): void {
    this.findings.push(finding(code, at, what, fix, why));
  }

  private follow(reference: string, at: Path): Text {
    if (this.following.includes(reference)) {
      const circle = [...this.following.slice(this.following.indexOf(reference)), reference].join(" → ");
      this.report(
        "reference-cycle",
        at,
        `\${${reference}} leads back to itself: ${circle}.`,
        "break the circle: one of them needs a value of its own",
      );
      return literal("");
    }
    this.following.push(reference);
    try {
      const found = lookUp(reference.split("."), this, at);
      for (const part of found.parts) if (typeof part !== "string") this.note(part);
      return found;
    } finally {
      this.following.pop();
    }
  }

  private note(part: Late): void {
    if (part.stack !== undefined) this.needs.set(`${part.stack}/${addressOf(part)}`, part);
    else if (part.of === "secret") this.secrets.add(part.key);
  }
}

import { readFileSync } from "node:fs";
import type { Blueprint } from "../components/blueprint.ts";
import { dotEnv } from "../documents/dot-env.ts";
import { Problem } from "../problem/problem.ts";
import { reasonOf } from "../problem/reason.ts";
import { readBlueprints } from "./blueprints.ts";
import { compareDocument, isCommitted, isSomeones, writeDocument } from "./document-files.ts";

export interface EnvOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  /** Root of the application's repository. */
  readonly out: string;
  /** Default: the only stack of tier `development`. */
  readonly stack?: string;
  /** JSON file of values by address, `-` for standard input. Default: what is known later stays blank. */
  readonly values?: string;
  /** Overwrites what somebody has filled in. */
  readonly force?: boolean;
}

export interface EnvResult {
  /** For people, without any value. */
  readonly text: string;
  readonly files: readonly { readonly path: string; readonly became: "written" | "left"; readonly why?: string }[];
  readonly exitCode: 0 | 1;
}

/**
 * Writes the `.env` of each local app, readable by its owner only. Exit code 1 when one was left: because somebody has
 * filled it in and not `force`, or because git would commit it.
 * @throws Problem when the config is wrong, when there is not exactly one stack to take, or when the values cannot be read
 *   as a JSON object
 */
export function writeEnv({ project, out, stack, values, force = false }: EnvOptions): EnvResult {
  const blueprint = developmentStack(readBlueprints(project, stack));
  const documents = dotEnv(blueprint, values === undefined ? new Map() : readValues(values));
  const files = documents.map((document) => {
    const { path } = document;
    const left = (why: string) => ({ path, became: "left" as const, why });
    if (isCommitted(path, out)) return left("git would commit it; add it to .gitignore");
    const { state } = compareDocument(document, out, blueprint.project);
    if (isSomeones(state) && !force) return left("somebody has filled it in; --force overwrites it");
    writeDocument(document, out);
    return { path, became: "written" as const };
  });
  const lines = files.map((file) => `${file.became.padEnd(7)}  ${file.path}${"why" in file ? `: ${file.why}` : ""}`);
  const text = lines.length === 0 ? `No app of ${blueprint.stack} has values.` : lines.join("\n");
  return { text, files, exitCode: files.some(({ became }) => became === "left") ? 1 : 0 };
}

function developmentStack(blueprints: ReadonlyMap<string, Blueprint>): Blueprint {
  const found = [...blueprints.values()].filter(({ tier }) => tier === "development");
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  const there = found.map(({ stack }) => stack).join(", ") || "none";
  throw new Problem({
    code: "no-development-stack",
    what: `Stacks of tier "development": ${there}.`,
    fix: "name one of that tier with --stack",
  });
}

/** Entries that are not text are left out: stack outputs hold objects beside the values. */
function readValues(source: string): ReadonlyMap<string, string> {
  const content = parseJson(readText(source));
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    const where = source === "-" ? "What came on standard input" : source;
    throw new Problem({
      code: "not-a-json-object",
      what: `${where} is not a JSON object.`,
      fix: 'write values by address: { "databases.main.url": "…" }',
    });
  }
  return new Map(Object.entries(content).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function readText(source: string): string {
  try {
    return readFileSync(source === "-" ? 0 : source, "utf8");
  } catch (error) {
    throw new Problem({
      code: "unreadable-values",
      what: `The values cannot be read: ${reasonOf(error)}.`,
      fix: "name a JSON file with --values, or - for standard input",
    });
  }
}

/** The parser's own message quotes the text, which holds secrets. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Scalar } from "yaml";
import type { ProblemParts } from "../../problem/parts.ts";
import type { Expected } from "../schema/nodes.ts";

const words = /^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|)$/;
const numbers = /^[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/**
 * What some reader of YAML takes for another thing than text, and another reader perhaps not: Pulumi's engine (gopkg.in/yaml.v3,
 * `resolve` in resolve.go) knows YAML 1.1's octals, binaries, underscores and dates. Wider than its rules, never narrower.
 */
const doubtful = [
  /^[-+]?(?=\.?\d)[\d_]*(\.[\d_]*)?([eE][-+]?[\d_]+)?$/,
  /^[-+]?0[xXoObB][\da-fA-F_]+$/,
  /^[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$/,
  /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$/,
];

/** What every reader makes of a scalar without quotes; `undefined` where they may not agree, or round it. */
export function kindOf(text: string): "text" | "number" | "word" | undefined {
  if (words.test(text)) return "word";
  const number = Number(text);
  const isExact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  if (numbers.test(text) && isExact) return "number";
  return doubtful.some((pattern) => pattern.test(text)) ? undefined : "text";
}

/**
 * What is wrong with a scalar that stands without quotes: readers of YAML do not agree on it, or where text is expected it is none,
 * or becomes another text than the one that was written. As a value, `true`, `8080` and `0.25` are the same everywhere.
 */
export function checkPlain({ type, source = "", value }: Scalar, desired: () => Expected): ProblemParts | undefined {
  if (type !== "PLAIN") return undefined;
  const kind = kindOf(source);
  if (kind === "text" || value === null) return undefined;
  const place = desired();
  if (kind === undefined) return unquoted(source, `YAML readers do not agree on what ${source} is.`, place);
  if (place === "other" || (place === "value" && String(value) === source)) return undefined;
  const noun = kind === "word" ? "true or false" : "a number";
  const end = place === "text" ? "and not text" : `and becomes the text ${String(value)}`;
  return unquoted(source, `To YAML, ${source} is ${noun} ${end}.`, place);
}

function unquoted(source: string, what: string, desired: Expected): ProblemParts {
  const why = "Dates, octals, underscores, and numbers that are rounded or shortened become another text on their way.";
  const quotes = `write it in quotes: "${source}"`;
  const fix = desired === "other" ? "write a plain number such as 10 or 0.25, or true or false" : quotes;
  return { code: "unquoted-text", what, why, fix };
}

import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import { isObject } from "../merge.ts";
import type { ConfigObject } from "./config-object.ts";
import { secretInClearPlace } from "./secret-places.ts";

/** What Pulumi's engine hands on for the stack it runs. */
export interface Given {
  readonly stack: string;
  readonly system: unknown;
  readonly environment: unknown;
  /** What a person has set for it, decrypted. */
  readonly secrets?: { readonly [name: string]: string };
  /** Paths of secrets that an adopt has found and that the file does not name as kept yet. */
  readonly kept?: readonly string[];
  /** Keys of settings that hold something encrypted, such as `shop:environment` (PULUMI_CONFIG_SECRET_KEYS). */
  readonly secretKeys: readonly string[];
}

/**
 * Where what the engine hands on is not what the files say, or was a secret on its way here. Values are not shown: the engine has
 * decrypted them.
 */
export function compareWithEngine(given: Given, system: ConfigObject, environment: ConfigObject): Problem[] {
  return [
    ...compare(given.system, system, given.secretKeys),
    ...compare(given.environment, environment, given.secretKeys),
  ];
}

function compare(given: unknown, source: ConfigObject, secretKeys: readonly string[]): Problem[] {
  const isKnown = source.problems.some(({ code }) => code === "secret-in-plain-place");
  if (secretKeys.includes(source.key) && !isKnown) {
    return [secretInClearPlace([], source.owner).at(source.place([]))];
  }
  return differences(given, source.value)
    .filter((path) => !source.covers(path))
    .map(
      (path) =>
        new Problem({
          code: "engine-reads-otherwise",
          where: source.place(path),
          what: "Pulumi's engine hands on another value than stands here.",
          why: "What is checked would not be what is brought up.",
          fix: "write text in quotes; run without --config-file, because only the files beside Pulumi.yaml are checked",
        }),
    );
}

/** Paths at which two values differ; nothing and null are one. */
function differences(given: unknown, written: unknown, path: Path = []): Path[] {
  if (Array.isArray(given) && Array.isArray(written) && given.length === written.length) {
    return given.flatMap((item, index) => differences(item, written[index], [...path, index]));
  }
  if (isObject(given) && isObject(written)) {
    const keys = new Set([...Object.keys(given), ...Object.keys(written)]);
    return [...keys].flatMap((key) => differences(given[key], written[key], [...path, key]));
  }
  return (given ?? null) === (written ?? null) ? [] : [path];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Seed } from "./clouds/core/cloud.ts";
import { readJsonFile, writeJsonFile } from "./clouds/daemon-files.ts";
import { sandboxTokens } from "./clouds/tokens.ts";
import { repository } from "./folder.ts";
import { digestOf } from "./project.ts";
import { isObject, readYaml, type SourceTexts } from "./source.ts";

/** What a seed was read from, and by which build. */
interface Remembered {
  readonly from: string;
  readonly seed: Seed;
}

/** The same as `readSeed`, remembered in a file: reading YAML is half of what a command of the sandbox takes. */
export function recallSeed(file: string, ...sources: readonly SourceTexts[]): Seed {
  const texts = sources.flatMap(({ main, stacks }) => [main, ...stacks.values()]);
  const from = digestOf(readFileSync(join(repository, "dist", ".built"), "utf8"), ...texts);
  const remembered = readJsonFile<Remembered>(file);
  if (remembered?.from === from) return remembered.seed;
  const seed = readSeed(...sources);
  writeJsonFile(file, { from, seed });
  return seed;
}

/**
 * The accounts that the emulated clouds have: every organization, account, zone and repository that a project's config
 * names, in Pulumi.yaml or in a stack file. At the vendors a person has made them by hand.
 */
export function readSeed(...sources: readonly SourceTexts[]): Seed {
  const configs = sources.flatMap(({ main, stacks }) => [main, ...stacks.values()].flatMap(settingsOf));
  const zones = configs.flatMap((config) =>
    Object.entries(objectAt(config, "cloudflare", "zones")).flatMap(([name, id]) =>
      typeof id === "string" ? [{ id, name }] : [],
    ),
  );
  const accounts = collect(configs.map((config) => objectAt(config, "cloudflare")["account"]));
  const [account = ""] = accounts;
  return {
    tokens: sandboxTokens,
    flyOrganizations: collect(configs.flatMap((config) => organizations(config, "fly", "apps"))),
    neonOrganizations: collect(configs.flatMap((config) => organizations(config, "neon", "databases"))),
    cloudflareAccounts: accounts,
    cloudflareZones: [...new Map(zones.map((zone) => [zone.id, { ...zone, account }])).values()],
    githubRepositories: collect(configs.map((config) => config["repository"])),
  };
}

/** The objects under `config` of one file, whatever a program calls them; project config of Pulumi.yaml wraps its values in `value`. */
function settingsOf(text: string): Record<string, unknown>[] {
  return Object.values(objectAt(readYaml(text), "config"))
    .map((entry) => (isObject(entry) && isObject(entry["value"]) ? entry["value"] : entry))
    .filter(isObject);
}

function organizations(config: Record<string, unknown>, vendor: string, nouns: string): unknown[] {
  const own = Object.values(objectAt(config, nouns)).map((noun) => objectAt(noun)["organization"]);
  return [objectAt(config, vendor)["organization"], ...own];
}

function objectAt(value: unknown, ...path: string[]): Record<string, unknown> {
  let found = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : {};
}

function collect(values: readonly unknown[]): string[] {
  return [...new Set(values.filter((value) => typeof value === "string"))];
}

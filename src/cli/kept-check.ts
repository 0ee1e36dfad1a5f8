import { realpathSync } from "node:fs";
import { join } from "node:path";
import { builtFolder } from "../cache/built.ts";
import { digestConfig } from "../cache/config-digest.ts";
import { cacheFile, readKept, writeKept } from "../cache/kept.ts";

/** What a check printed, and how it ended. */
export interface Printed {
  readonly text: string;
  readonly code: number;
}

/** What decides on how an answer looks. */
export interface Look {
  readonly project: string;
  readonly stack?: string;
  readonly json?: boolean;
  readonly colours: boolean;
}

/**
 * A check reads the files of config and nothing else, so that the same files and the same program have the same answer: the last one is
 * kept in the user's cache, and printed again without asking what the files mean.
 */
export async function checkOnce(look: Look, check: () => Promise<Printed>): Promise<Printed> {
  const { project, ...others } = look;
  const digest = digestConfig({ folder: project, readers: [join(builtFolder(), "cli.mjs")], more: [project] });
  if (digest === undefined) return check();
  const file = cacheFile("check", JSON.stringify([realpathSync(project), others]));
  const kept = readKept<Printed & { readonly digest: string }>(file);
  if (kept?.digest === digest) return kept;
  const printed = await check();
  writeKept(file, { ...printed, digest });
  return printed;
}

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { builtFolder } from "../operations/unchanged/built.ts";
import { cacheFile, readKept, writeKept } from "../operations/unchanged/cache.ts";

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
  const digest = digestFiles(project);
  if (digest === undefined) return check();
  const file = cacheFile("check", JSON.stringify([realpathSync(project), others]));
  const kept = readKept<Printed & { readonly digest: string }>(file);
  if (kept?.digest === digest) return kept;
  const printed = await check();
  writeKept(file, { ...printed, digest });
  return printed;
}

/**
 * SHA-256 of every file of config, of the names beside them, some of which may be meant for one, and of the command line itself, whose
 * entry names each of its parts by what is in it. `undefined` where one cannot be read: a check says why.
 */
function digestFiles(project: string): string | undefined {
  try {
    const names = readdirSync(project).sort();
    const hash = createHash("sha256").update(JSON.stringify([process.version, project, names]));
    const config = names.filter((name) => /^Pulumi.*\.yaml$/.test(name)).map((name) => join(project, name));
    for (const file of [join(builtFolder(), "cli.mjs"), ...config]) {
      const bytes = readFileSync(file);
      hash.update(`${file} ${bytes.length}\n`).update(bytes);
    }
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { distance } from "fastest-levenshtein";
import { Problem } from "../../problem/problem.ts";

/** What one file holds, or why that is not known. The only place that reads the user's config. */
export type Contents = { readonly text: string } | { readonly problem: Problem };

/** A file's text. A byte order mark is left out, as Pulumi's engine does. */
export function readContents(path: string): Contents {
  const where = { file: basename(path), path: [] };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const [what, fix] = reasons[code] ?? [`cannot be read (${code})`, "make it a file that can be read"];
    return { problem: new Problem({ code: "unreadable-file", where, what: `${where.file} ${what}.`, fix }) };
  }
  const text = bytes.toString("utf8");
  const wrong = firstDifference(bytes, Buffer.from(text));
  if (wrong === undefined) return { text: text.replace(/^\uFEFF/, "") };
  const line = bytes.subarray(0, wrong).toString("latin1").split("\n").length;
  return {
    problem: new Problem({
      code: "not-utf8",
      where: { ...where, line },
      what: `The byte 0x${bytes[wrong]?.toString(16)} in this line is not UTF-8.`,
      why: "Pulumi's engine reads UTF-8 alone.",
      fix: "save the file as UTF-8",
    }),
  };
}

const reasons: { readonly [code: string]: readonly [what: string, fix: string] } = {
  EISDIR: ["is a folder", "make it a file, or give the folder another name"],
  ENOENT: ["is a link to a file that does not exist", "remove the link, or make the file it names"],
  ELOOP: ["is a link that leads back to itself", "remove the link, or let it name a file"],
  EACCES: ["may not be read by this user", "give the user the right to read it"],
};

function firstDifference(a: Buffer, b: Buffer): number | undefined {
  if (a.equals(b)) return undefined;
  let index = 0;
  while (a[index] === b[index]) index++;
  return index;
}

/** A file that looks like a stack's and that Pulumi does not read. */
export interface Stray {
  /** The stack that it was most likely meant for. */
  readonly stack: string;
  readonly problem: Problem;
}

export function listStackFiles(folder: string): { readonly stacks: string[]; readonly strays: Stray[] } {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const stacks = names.flatMap((name) => stackOf(name) ?? []);
  return { stacks: stacks.sort(), strays: names.flatMap((name) => stray(name) ?? []) };
}

/** Whether there is something of that name, readable or not. */
export function hasFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

export function stackFile(folder: string, stack: string): string {
  return join(folder, `Pulumi.${stack}.yaml`);
}

function stackOf(name: string): string | undefined {
  return /^Pulumi\.([\w.-]+)\.yaml$/.exec(name)?.[1];
}

/** `Pulumi.staging.yml`, `pulumi.staging.yaml`: Pulumi reads a stack's file under one name alone, and no other without a word. */
function stray(name: string): Stray | undefined {
  const [, first = "", rest = "", ending = ""] = /^([A-Za-z]+)[.\-_](.+)\.(ya?ml|json)$/i.exec(name) ?? [];
  const isMeant = distance(first.toLowerCase(), "pulumi") <= 1 && !/\.(ya?ml|json)\b/i.test(rest);
  if (!isMeant || stackOf(name) !== undefined || /^pulumi$/i.test(rest)) return undefined;
  const stack = rest.replace(/[^\w.-]/g, "-");
  const right = `Pulumi.${stack}.yaml`;
  const problem = new Problem({
    code: "misnamed-stack-file",
    where: { file: name, path: [] },
    what: `${name} is not read: it is not the name of a stack's file.`,
    why: "Beside Pulumi.yaml, Pulumi reads Pulumi.<stack>.yaml in exactly this spelling.",
    fix: ending === "json" ? `write it as YAML in ${right}` : `rename it to ${right}`,
  });
  return { stack, problem };
}

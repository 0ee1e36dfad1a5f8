import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What decides what a product's config comes to. */
export interface ConfigDigestParts {
  /** Folder with Pulumi.yaml. */
  readonly folder: string;
  /** Files of `dist` that read them. An entry names each of its parts by what is in it. */
  readonly readers: readonly string[];
  /** Whatever else decides, as data. */
  readonly more: readonly unknown[];
}

/**
 * SHA-256 of every file of a product's config, of the names beside them, some of which may be meant for one, of Node.js, and of what reads
 * them: the same digest is the same answer. `undefined` where a file cannot be read: whoever reads it for its meaning says why.
 */
export function digestConfig({ folder, readers, more }: ConfigDigestParts): string | undefined {
  return unlessUnreadable(() => {
    const names = readdirSync(folder)
      .filter((name) => /\.(ya?ml|json)/i.test(name))
      .sort();
    const hash = createHash("sha256").update(JSON.stringify([process.version, more, names]));
    for (const name of names) if (/^Pulumi(\..+)?\.yaml$/.test(name)) addFile(hash, join(folder, name), name);
    for (const file of readers) addFile(hash, file, "");
    return hash.digest("hex");
  });
}

/** What is read; `undefined` where a file is none, may not be read, or is not the JSON that it should be. */
export function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

function addFile(hash: Hash, path: string, name: string): void {
  const bytes = readFileSync(path);
  hash.update(`${name} ${bytes.length}\n`).update(bytes);
}

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Changes when a file below a folder does whose name fits. Empty where there is none. */
export function stampOf(folder: string, name: RegExp): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? !ignored.has(entry.name) : name.test(entry.name)))
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return stampOf(path, name);
      const { mtimeMs, size } = statSync(path);
      return `${entry.name} ${mtimeMs} ${size}`;
    })
    .join("\n");
}

/** Large, or without an effect on what is shown. */
const ignored = new Set(["node_modules", ".git", ".sandbox", "history", "backups", "locks"]);

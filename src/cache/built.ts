import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `dist` of this package: what was built of this module is in it or below it, or it is run as it is written. */
export function builtFolder(): string {
  const own = fileURLToPath(import.meta.url);
  const at = Math.max(own.lastIndexOf("/dist/"), own.lastIndexOf("\\dist\\"));
  return join(at < 0 ? join(dirname(own), "..", "..") : own.slice(0, at), "dist");
}

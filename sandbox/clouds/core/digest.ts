import { createHash } from "node:crypto";

/** Lower-case hexadecimal SHA-256. */
export function digest(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}

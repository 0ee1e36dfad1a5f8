import { createHash } from "node:crypto";
import type { ConfigPath } from "./stack-file.ts";

/** The value that stands in for a secret only a person has: the same in every sandbox, and not a secret. */
export function placeholderFor(project: string, stack: string, key: string): string {
  const name = /[\w-]+(?=\W*$)/.exec(key)?.[0] ?? "secret";
  const digest = createHash("sha256").update(`${project}/${stack}/${key}`).digest("hex");
  return `sandbox-${name}-${digest.slice(0, 12)}`;
}

/** A path as `pulumi config set --path` reads it: `plyr:secrets.NAME`, `plyr:list[0]`, `plyr:map["a.b"]`. */
export function formatConfigKey([first, ...rest]: ConfigPath): string {
  const parts = rest.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^\w+$/.test(part) ? `.${part}` : `["${part.replaceAll('"', '\\"')}"]`;
  });
  return `${first}${parts.join("")}`;
}

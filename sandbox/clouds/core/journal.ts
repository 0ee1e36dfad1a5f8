import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";

/** One request, without anything secret in it: no headers, no values, only the paths of the body's leaves. */
export interface JournalEntry {
  readonly n: number;
  /** The wall's time at which it was answered. Absent in journals of earlier sandboxes. */
  readonly at?: string;
  /** Milliseconds that the answer took. Absent in journals of earlier sandboxes. */
  readonly ms?: number;
  readonly cloud: string;
  /** Operation name, or `unserved`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Leaf paths of a JSON request body, such as `deployment_configs.preview.env_vars.PUBLIC_API_URL.value`. */
  readonly body: readonly string[];
  readonly fault?: string;
  /** The limit that refused it, and whether that was so the last time that the same call came. */
  readonly limit?: string;
  readonly again?: true;
}

/** Every request the clouds saw, one JSON line each. */
export class Journal {
  private count: number;

  constructor(private readonly file: string) {
    this.count = this.read().length;
  }

  add(entry: Omit<JournalEntry, "n" | "at">): void {
    this.count += 1;
    appendFileSync(this.file, `${JSON.stringify({ n: this.count, at: new Date().toISOString(), ...entry })}\n`);
  }

  read(): JournalEntry[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as JournalEntry);
  }

  clear(): void {
    rmSync(this.file, { force: true });
    this.count = 0;
  }
}

export function leafPaths(body: unknown, prefix = ""): string[] {
  if (body === null || typeof body !== "object") return prefix === "" ? [] : [prefix];
  const entries = Object.entries(body);
  if (entries.length === 0) return prefix === "" ? [] : [prefix];
  return entries.flatMap(([key, value]) => leafPaths(value, prefix === "" ? key : `${prefix}.${key}`));
}

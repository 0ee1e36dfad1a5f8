import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { SecretSetting } from "../../operations/setup-ci/settings.ts";
import type { Terminal } from "../consent.ts";

/** Asks for the value of each secret, and shows none of what is typed. Without an answer a secret is left. */
export async function askValues(
  secrets: readonly SecretSetting[],
  { input, output }: Terminal,
): Promise<ReadonlyMap<string, string>> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  const values = new Map<string, string>();
  try {
    for (const { environment, name, variable } of secrets) {
      output.write(`${name} of ${environment} (not shown; nothing leaves it out): `);
      const answer = await lines.question("", { signal: ended.signal }).catch(() => "");
      output.write("\n");
      if (answer.trim() !== "") values.set(variable, answer.trim());
    }
  } finally {
    lines.close();
  }
  return values;
}

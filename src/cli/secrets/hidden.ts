import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Problem } from "../../problem/problem.ts";
import type { Terminal } from "../consent.ts";

/**
 * A value that nobody else may read: typed at a terminal, which does not show it, or all of the standard input, without the line
 * break at its end.
 * @throws Problem when it is empty, or the question was not answered
 */
export async function readHidden(question: string, { input, output }: Terminal): Promise<string> {
  const value = input.isTTY ? await ask(question, { input, output }) : (await text(input)).replace(/\r?\n$/, "");
  if (value !== "") return value;
  throw new Problem({
    code: "empty-secret",
    what: "No value was given.",
    fix: "type it at the question, or send it on standard input; it is never an argument, which lists of processes show",
  });
}

async function ask(question: string, { input, output }: Terminal): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  // Ctrl-C and the end of the input close it; the question would wait for ever.
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  output.write(question);
  const answer = await lines.question("", { signal: ended.signal }).catch(() => "");
  lines.close();
  output.write("\n");
  return answer;
}

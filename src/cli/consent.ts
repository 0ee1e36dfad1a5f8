import { createInterface } from "node:readline/promises";
import { line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";

/** Where a person is asked: both must be a terminal. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * Holds a run that somebody must still agree to against where it runs, before it does anything.
 * @throws Problem where nobody sits at a terminal, or what is printed is for a program
 */
export function requireSomebody(stack: string, terminal: Terminal, json: boolean): void {
  if (hasSomebody(terminal) && !json) return;
  throw new Problem({
    code: "nobody-to-ask",
    what: `Nobody has agreed to what would be done to ${stack}, and ${json ? "--json does not ask" : "there is no terminal to ask at"}.`,
    fix: "hold it to a plan that somebody has read, by --plan or --reviewed, or add --yes, which asks nothing",
    commands: [line`parity up --stack ${stack} --yes`],
  });
}

/**
 * Asks whether what was just shown may be done, and goes on with "yes" alone.
 * @throws Problem when the answer is another one
 */
export async function askToGoOn(stack: string, { input, output }: Terminal): Promise<void> {
  const lines = createInterface({ input, output });
  // Ctrl-C and the end of the input close it; the question would wait for ever.
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  const question = lines.question(`Do this to ${stack}? Only "yes" goes on: `, { signal: ended.signal });
  const answer = await question.catch(() => "");
  lines.close();
  if (answer.trim().toLowerCase() === "yes") return;
  throw new Problem({
    code: "not-agreed",
    what: `${stack} was left as it is: the answer was not "yes".`,
    fix: "run the same command again and answer yes, or add --yes, which asks nothing",
  });
}

/**
 * The same for what has not been agreed to before.
 * @throws Problem where nobody sits at a terminal
 */
export async function requireAgreement(stack: string, terminal: Terminal, json = false): Promise<void> {
  if (hasSomebody(terminal) && !json) return askToGoOn(stack, terminal);
  throw new Problem({
    code: "not-agreed",
    what: `${stack} was left as it is: nobody sits at a terminal to agree to this.`,
    fix: "read what was shown, and run the same command again with --yes",
  });
}

function hasSomebody({ input, output }: Terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

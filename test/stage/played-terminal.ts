import { spawn } from "node:child_process";
import type { Terminal } from "../../sandbox/terminal.ts";

/** A terminal that nobody sits at. */
export interface PlayedTerminal extends Terminal {
  /** What was said on it until now, without colours: all of it, and what of it came on standard output. */
  readonly said: () => { readonly text: string; readonly answer: string };
}

/** @param input what every program that reads there is given */
export function playTerminal(variables: Readonly<Record<string, string>>, input = ""): PlayedTerminal {
  let [text, answer] = ["", ""];
  const tell = (more: string) => {
    text += more;
  };
  const print = (more: string) => {
    tell(more);
    answer += more;
  };
  return {
    env: { ...process.env, NO_COLOR: "1", CI: "true", ...variables },
    say: (line) => tell(`${line}\n`),
    print,
    start(command, args, { env, along }) {
      const child = spawn(command, args, { env, stdio: [along ? "ignore" : "pipe", "pipe", "pipe"] });
      child.stdout?.setEncoding("utf8").on("data", along ? tell : print);
      child.stderr?.setEncoding("utf8").on("data", tell);
      // A program that has ended by then reads no more.
      child.stdin?.on("error", () => undefined).end(input);
      return child;
    },
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    said: () => ({ text: text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, ""), answer }),
  };
}

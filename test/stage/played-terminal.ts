import { spawn } from "node:child_process";
import type { Terminal } from "../../sandbox/terminal.ts";

/** What was printed on a terminal. */
export interface Said {
  /** Everything, without colours. */
  readonly text: string;
  /** What of it came on standard output, for a reader such as `JSON.parse`. */
  readonly answer: string;
}

/** A terminal that nobody sits at. */
export interface PlayedTerminal extends Terminal {
  /** What was printed until now. */
  readonly said: () => Said;
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
      // A program may end before it has read its input.
      child.stdin?.on("error", () => undefined).end(input);
      return child;
    },
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    said: () => ({ text: text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, ""), answer }),
  };
}

import { type ChildProcess, spawn } from "node:child_process";

/** How a program is started beside a command of the sandbox. */
export interface Beside {
  readonly env: NodeJS.ProcessEnv;
  /** It reads nothing, and all that it says goes to standard error. */
  readonly along?: boolean;
}

/** Where a command of the sandbox was typed. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** One plain line for the person, on stderr. */
  readonly say: (line: string) => void;
  /** The command's answer, on stdout. */
  readonly print: (text: string) => void;
  /** Starts a program that reads and writes here. */
  readonly start: (command: string, args: readonly string[], how: Beside) => ChildProcess;
}

/** That of this process. */
export const ownTerminal: Terminal = {
  env: process.env,
  say: (line) => void process.stderr.write(`${line}\n`),
  print: (text) => void process.stdout.write(text),
  start: (command, args, { env, along }) => spawn(command, args, { env, stdio: along ? ["ignore", 2, 2] : "inherit" }),
};

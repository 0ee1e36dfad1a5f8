import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { cloudVariables, unproxied } from "../../sandbox/cloud-variables.ts";
import type { Fault } from "../../sandbox/clouds/core/faults.ts";
import { Journal, type JournalEntry } from "../../sandbox/clouds/core/journal.ts";
import { type CloudName, cloudFiles, readJsonFile } from "../../sandbox/clouds/daemon-files.ts";
import { sandboxTokens } from "../../sandbox/clouds/tokens.ts";
import { runCommandLine } from "../../sandbox/command-line.ts";
import { repository } from "../../sandbox/folder.ts";
import { Clouds } from "../../sandbox/running-clouds.ts";
import { playTerminal, type Said } from "./played-terminal.ts";
import { placePrograms, printedLine, startOf } from "./typed-line.ts";

export interface Outcome extends Said {
  readonly code: number | null;
}

/**
 * A sandbox of its own in a temporary folder, over a copy of a system's files that a test may edit, with the package linked as in a
 * checkout. Commands are the ones a user types; nothing here reaches into the program.
 */
export class Sandbox {
  readonly source: string;
  readonly folder: string;

  /** `from` is the folder of a system's files, or the files by name. The repository's own folder is plyr's. */
  constructor(from: string | { readonly [file: string]: string } = repository) {
    const root = mkdtempSync(join(tmpdir(), "parity-e2e-"));
    this.source = join(root, "source");
    this.folder = join(root, "sandbox");
    mkdirSync(this.source);
    for (const [name, text] of filesOf(from)) writeFileSync(join(this.source, name), text);
    const link = join(this.source, "node_modules", "@env-parity", "parity");
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(repository, link);
  }

  edit(file: string, change: (text: string) => string): void {
    const path = join(this.source, file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const after = change(before);
    if (after === before) throw new Error(`The edit of ${file} changes nothing.`);
    writeFileSync(path, after);
  }

  /**
   * What `npm run sandbox -- <words>` does, without a process of its own, with text for the standard input of what it starts and variables of
   * a workflow run when given.
   */
  async run(words: readonly string[], input?: string, variables: Record<string, string> = {}): Promise<Outcome> {
    const terminal = playTerminal(variables, input);
    const code = await runCommandLine([...this.#place, ...words], terminal);
    return { code, ...terminal.said() };
  }

  /**
   * Runs the line of a shape that a message tells a person to run, as it stands there: in a shell, in the system's folder, with the
   * clouds' addresses in the environment. `more` stands behind it. Fails when there is no such line.
   */
  async type(message: string, lineShape: string, { input = "", more = "" } = {}): Promise<Outcome> {
    const programs = join(this.folder, "..", "programs");
    placePrograms(programs, this.#start);
    const terminal = playTerminal(
      { ...(await this.variables()), PATH: [programs, process.env["PATH"]].join(delimiter) },
      input,
    );
    const typed = `cd '${this.source}'\n${printedLine(message, lineShape)}${more}`;
    const [code] = await once(terminal.start("sh", ["-c", typed], terminal), "close");
    return { code, ...terminal.said() };
  }

  /** A command that goes on until it is closed. Answers the first line that it prints on standard output. */
  serve(words: readonly string[]): Promise<{ readonly line: string; readonly close: () => Promise<void> }> {
    const [command = "", ...args] = [...this.#start, ...words];
    const child = spawn(command, args, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const close = () => {
      child.kill("SIGINT");
      return ended;
    };
    return new Promise((resolve, reject) => {
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.stdout.once("data", (chunk: Buffer) => resolve({ line: chunk.toString().trim(), close }));
      void ended.then(() => reject(new Error(`${words.join(" ")} ended:\n${said}`)));
    });
  }

  get #start(): readonly string[] {
    return [...startOf("sandbox"), ...this.#place];
  }

  get #place(): readonly string[] {
    return ["--dir", this.folder, "--system", this.source];
  }

  /** Runs and fails with everything printed unless the exit code is 0. */
  async succeed(words: readonly string[], input?: string): Promise<string> {
    return (await this.runWell(words, input)).text;
  }

  /** Brings a stack up for what the test does with it: what is only shown before is for other tests. */
  bringUp(stack: string, ...words: readonly string[]): Promise<string> {
    return this.succeed(["up", "--stack", stack, "--yes", "--skip-preview", ...words]);
  }

  /** Succeeds with a command whose answer is JSON. */
  async ask<T>(words: readonly string[]): Promise<T> {
    return JSON.parse((await this.runWell(words)).answer) as T;
  }

  private async runWell(words: readonly string[], input?: string): Promise<Outcome> {
    const outcome = await this.run(words, input);
    if (outcome.code !== 0) throw new Error(`${words.join(" ")} ended with ${outcome.code}:\n${outcome.text}`);
    return outcome;
  }

  /** The requests of the last command, or of all since `from`. */
  async journal(from = 0): Promise<JournalEntry[]> {
    return new Journal(cloudFiles(this.folder).journal).read().slice(from);
  }

  /** Everything the engine keeps of a stack, with secrets encrypted: what `stack export` prints, without starting an engine. */
  async state(stack: string): Promise<string> {
    const stacks = join(this.folder, "state/.pulumi/stacks");
    const files = readdirSync(stacks).map((project) => join(stacks, project, `${stack}.json`));
    const file = files.find((path) => existsSync(path));
    if (!file) throw new Error(`There is no stack ${stack} in ${this.folder}.`);
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest: unknown } };
    return JSON.stringify({ version: 3, deployment: checkpoint.latest }, null, 4);
  }

  /** What a cloud holds: what `show` prints as JSON, without a process for it. */
  async cloud<T>(name: CloudName): Promise<T> {
    return (readJsonFile<{ state: T }>(cloudFiles(this.folder).state(name))?.state ?? {}) as T;
  }

  /** What `fault <operation> <kind>` does, without a process for it. */
  async fault(
    operation: string,
    kind: Fault["kind"],
    more: Partial<Pick<Fault, "status" | "times" | "delayMs">> = {},
  ): Promise<void> {
    const clouds = await this.#started();
    await clouds.setFaults([...(await clouds.readFaults()), { operation, kind, ...more }]);
  }

  /** The faults that have not struck as often as they were to. */
  async faults(): Promise<readonly Fault[]> {
    return (await this.#started()).readFaults();
  }

  async clearFaults(): Promise<void> {
    await (await this.#started()).setFaults([]);
  }

  /** Has clouds refuse everything they serve, with a status, until `clearFaults`. */
  async refuseAll(names: readonly string[], status: number): Promise<void> {
    const clouds = await this.#started();
    const operations = new Set(
      (await clouds.readOperations())
        .map(({ name }) => name)
        .filter((name) => names.includes(name.split(".", 1)[0] ?? "")),
    );
    await clouds.setFaults([...operations].map((operation) => ({ operation, kind: "refuse", status, times: 1000 })));
  }

  /** The clouds of this sandbox, which any of its commands that asks them starts. */
  async #started(): Promise<Clouds> {
    if (!(await this.#clouds())) await this.succeed(["faults"]);
    const clouds = await this.#clouds();
    if (!clouds) throw new Error(`The clouds of ${this.folder} are not up.`);
    return clouds;
  }

  /** The variables that point a vendor's own tool at the clouds, by name. */
  async variables(): Promise<{ [name: string]: string }> {
    const clouds = await this.#clouds();
    if (clouds) return { ...cloudVariables(clouds.urls, sandboxTokens), ...unproxied(process.env) };
    const lines = (await this.succeed(["variables"])).matchAll(/^export (\w+)='?([^'\n]*)'?$/gm);
    return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
  }

  /** The running clouds of this sandbox, if they are. */
  async #clouds(): Promise<Clouds | undefined> {
    return existsSync(this.folder) ? Clouds.find(realpathSync(this.folder)) : undefined;
  }

  /** Files below the sandbox and the source that hold a text, by path: where a canary must never be found. */
  filesWith(needle: string): string[] {
    const inside = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        const stat = statSync(path, { throwIfNoEntry: false });
        if (stat?.isDirectory()) return name === "node_modules" ? [] : inside(path);
        return stat?.isFile() && readFileSync(path).includes(needle) ? [path] : [];
      });
    return [...inside(this.folder), ...inside(this.source)];
  }

  async close(): Promise<void> {
    await (await this.#clouds())?.stop();
    rmSync(join(this.folder, ".."), { recursive: true, force: true });
  }
}

function filesOf(from: string | { readonly [file: string]: string }): [name: string, text: string][] {
  if (typeof from === "object") return Object.entries(from);
  const names = readdirSync(from).filter((name) => /^Pulumi(\.[\w-]+)?\.yaml$/.test(name));
  return names.map((name) => [name, readFileSync(join(from, name), "utf8")]);
}

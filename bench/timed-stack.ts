import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../sandbox/engine/engine.ts";
import { repository, type SandboxFolder } from "../sandbox/folder.ts";
import { engineVariables, Pulumi } from "../sandbox/pulumi.ts";

/** What one command took, in seconds. */
export interface Timing {
  readonly wall: number;
  /** Of the engine and every process it started: time on a processor, which a busy machine changes less. */
  readonly processor: number;
}

/** One stack of one project, and the engine that runs it. */
export class TimedStack {
  constructor(
    readonly name: string,
    readonly engine: Engine,
    readonly folder: SandboxFolder,
    readonly env: NodeJS.ProcessEnv,
    private readonly work: string,
  ) {}

  /** Runs a command of the engine on this stack. Answers its stderr. Throws everything it said when it fails. */
  async run(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const pulumi = new Pulumi(
      { ...this.engine, command: this.timedCommand("pulumi", this.engine.command) },
      this.folder,
      { ...this.env, ...env },
    );
    const { code, stdout, stderr } = await pulumi.ask([...words, "--stack", this.name]);
    if (code !== 0) throw new Error(`pulumi ${words.join(" ")} failed in ${this.folder.project}:\n${stdout}${stderr}`);
    return stderr;
  }

  async time(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Timing> {
    const started = performance.now();
    const stderr = await this.run(words, env);
    return { wall: (performance.now() - started) / 1000, processor: readTimes(stderr) };
  }

  /** The same of a command of ours, such as `drift`. */
  timeParity(words: readonly string[]): Timing {
    const command = this.timedCommand("parity", process.execPath, join(repository, "bin", "parity.mjs"));
    const env = engineVariables(this.engine, this.folder, this.env);
    const started = performance.now();
    const args = [...words, "--project", this.folder.project, "--stack", this.name];
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`parity ${words.join(" ")} failed:\n${stdout}${stderr}`);
    return { wall: (performance.now() - started) / 1000, processor: readTimes(stderr) };
  }

  /** A program, followed by what its processes took: Node.js does not tell that of a child. */
  private timedCommand(name: string, ...program: readonly string[]): string {
    const command = join(this.work, name);
    mkdirSync(this.work, { recursive: true });
    const quoted = program.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    writeFileSync(command, `#!/bin/sh\n${quoted} "$@"\ncode=$?\ntimes >&2\nexit $code\n`, { mode: 0o755 });
    return command;
  }
}

/** The last line that the shell's `times` prints is of its children: `0m2.069s 0m0.360s`, user and system (POSIX). */
function readTimes(stderr: string): number {
  const [user, system] = [...stderr.matchAll(/(\d+)m(\d+[.,]\d+)s/g)]
    .slice(-2)
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds?.replace(",", ".")));
  if (user === undefined || system === undefined) throw new Error(`The shell's "times" did not tell times:\n${stderr}`);
  return user + system;
}

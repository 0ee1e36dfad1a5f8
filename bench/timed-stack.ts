import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../sandbox/engine/engine.ts";
import type { SandboxFolder } from "../sandbox/folder.ts";
import { Pulumi } from "../sandbox/pulumi.ts";

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
    const pulumi = new Pulumi({ ...this.engine, command: this.timedCommand() }, this.folder, { ...this.env, ...env });
    const { code, stdout, stderr } = await pulumi.ask([...words, "--stack", this.name]);
    if (code !== 0) throw new Error(`pulumi ${words.join(" ")} failed in ${this.folder.project}:\n${stdout}${stderr}`);
    return stderr;
  }

  async time(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Timing> {
    const started = performance.now();
    const stderr = await this.run(words, env);
    return { wall: (performance.now() - started) / 1000, processor: readTimes(stderr) };
  }

  /** The engine, followed by what its processes took: Node.js does not tell that of a child. */
  private timedCommand(): string {
    const command = join(this.work, "pulumi");
    mkdirSync(this.work, { recursive: true });
    const quoted = `'${this.engine.command.replaceAll("'", "'\\''")}'`;
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

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../sandbox/engine/engine.ts";
import { repository, type SandboxFolder } from "../sandbox/folder.ts";
import { engineVariables, Pulumi } from "../sandbox/pulumi.ts";
import { readTimes, type Timing, timeCommand } from "./timed-command.ts";

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
    return (await this.tell(words, env)).stderr;
  }

  /** The same, with its stdout. */
  async ask(words: readonly string[]): Promise<string> {
    return (await this.tell(words, {})).stdout;
  }

  private async tell(words: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
    const pulumi = new Pulumi({ ...this.engine, command: this.timedCommand() }, this.folder, { ...this.env, ...env });
    const { code, stdout, stderr } = await pulumi.ask([...words, "--stack", this.name]);
    if (code !== 0) throw new Error(`pulumi ${words.join(" ")} failed in ${this.folder.project}:\n${stdout}${stderr}`);
    return { stdout, stderr };
  }

  async time(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Timing> {
    const started = performance.now();
    const stderr = await this.run(words, env);
    return { wall: (performance.now() - started) / 1000, processor: readTimes(stderr) };
  }

  /** The same of a command of ours, such as `drift`. */
  timeParity(words: readonly string[]): Timing {
    const env = engineVariables(this.engine, this.folder, this.env);
    const place = ["--project", this.folder.project, "--stack", this.name];
    const command = [process.execPath, join(repository, "bin", "parity.mjs"), ...words, ...place];
    return timeCommand(command, this.folder.project, env);
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

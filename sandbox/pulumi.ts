import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import type { Engine } from "./engine/engine.ts";
import type { SandboxFolder } from "./folder.ts";
import { passphrase } from "./stack-secrets.ts";
import { ownTerminal, type Terminal } from "./terminal.ts";

/** Variables that keep an engine inside one sandbox folder. */
export function engineVariables(engine: Engine, folder: SandboxFolder, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    PATH: [dirname(engine.command), env["PATH"]].filter(Boolean).join(delimiter),
    PULUMI_HOME: folder.home,
    // What a command of ours keeps of its runs.
    XDG_CACHE_HOME: join(folder.home, "cache"),
    PULUMI_BACKEND_URL: `file://${folder.state}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Plugins come from the sandbox's home alone; one on PATH would be used instead, with a warning.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
  };
}

/** The Pulumi engine, run in the sandbox's project. */
export class Pulumi {
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly engine: Engine,
    private readonly folder: SandboxFolder,
    env: NodeJS.ProcessEnv,
    private readonly terminal: Pick<Terminal, "start"> = ownTerminal,
  ) {
    this.env = engineVariables(engine, folder, env);
  }

  get version(): string {
    return this.engine.version;
  }

  /** Runs a command as the user typed it, on the user's terminal. Answers its exit code. */
  run(words: readonly string[]): Promise<number> {
    return this.runBeside(this.engine.command, this.inProject(words));
  }

  /** Runs another program on the user's terminal, with this engine on its PATH and in its variables. */
  runBeside(command: string, args: readonly string[]): Promise<number> {
    return this.untilEnd(this.terminal.start(command, args, { env: this.env }));
  }

  /** Runs a command of the sandbox's own, whose output is shown on stderr and never asks anything. */
  runAlong(words: readonly string[]): Promise<number> {
    const args = this.inProject([...words, "--non-interactive"]);
    return this.untilEnd(this.terminal.start(this.engine.command, args, { env: this.env, along: true }));
  }

  /** Runs a command silently and answers what it said. */
  async ask(words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const child = spawn(this.engine.command, this.inProject([...words, "--non-interactive"]), {
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    return { code: await this.untilEnd(child), ...said };
  }

  private inProject(words: readonly string[]): string[] {
    return ["-C", this.folder.project, ...words];
  }

  /** Answers its exit code. */
  private untilEnd(child: ChildProcess): Promise<number> {
    // Ctrl-C reaches the engine too, which then stops its plugins and says so: this process outlives it.
    const forward = (signal: NodeJS.Signals) => (signal === "SIGTERM" ? child.kill(signal) : undefined);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    return new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    }).finally(() => process.off("SIGINT", forward).off("SIGTERM", forward));
  }
}

import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { cloudVariables, withoutAccounts } from "../sandbox/cloud-variables.ts";
import type { Conditions } from "../sandbox/clouds/core/conditions.ts";
import type { JournalEntry } from "../sandbox/clouds/core/journal.ts";
import { sandboxTokens } from "../sandbox/clouds/tokens.ts";
import { findEngine } from "../sandbox/engine/engine.ts";
import { findSource, openFolder, repository } from "../sandbox/folder.ts";
import { Clouds } from "../sandbox/running-clouds.ts";
import { TimedStack } from "./timed-stack.ts";

/** A sandbox in a temporary folder, driven by the commands that a user types. */
export class BenchSandbox {
  private readonly root: string;
  private readonly dir: string;
  private readonly say: (line: string) => void;
  private readonly source: string | undefined;

  /** `source` is a product's folder; without it, plyr.fm's. */
  constructor(root: string, say: (line: string) => void, source?: string) {
    this.root = root;
    this.dir = join(root, "sandbox");
    this.say = say;
    this.source = source;
  }

  /** `npm run sandbox -- <words>`. Answers its stdout. Throws everything it printed unless its exit code is 0. */
  run(words: readonly string[]): Promise<string> {
    const system = this.source === undefined ? [] : ["--system", this.source];
    const args = [join(repository, "tools", "start.mjs"), "sandbox", "--dir", this.dir, ...system, ...words];
    const options = { cwd: repository, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve, reject) => {
      const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
        if (error) reject(new Error(`sandbox ${words.join(" ")} failed:\n${stdout}${stderr}`));
        else resolve(stdout);
      });
      child.stdin?.end();
    });
  }

  /** Opens a pull request in plyr.fm's repository. Answers its number. */
  async openPull(): Promise<string> {
    const clouds = await this.clouds();
    const response = await fetch(`${clouds.urls.github}/api/v3/repos/zzstoatzz/plyr.fm/pulls`, {
      method: "POST",
      headers: { authorization: `Bearer ${sandboxTokens.github}`, "content-type": "application/json" },
      body: JSON.stringify({ title: "Measure", head: "measure", base: "main" }),
    });
    return String(((await response.json()) as { number: number }).number);
  }

  /** Every request the clouds were sent, oldest first. */
  async readJournal(): Promise<JournalEntry[]> {
    return JSON.parse(await this.run(["journal", "--json"])) as JournalEntry[];
  }

  /** What every call of the clouds meets from now on; what is left out is calm. */
  async setConditions(conditions: Partial<Conditions>): Promise<void> {
    await (await this.clouds()).setConditions(conditions);
  }

  /** Asks Fly ten times at once for the same thing, as nobody does who keeps below its limits. Answers how often that was refused. */
  async probeLimits(): Promise<number> {
    const { fly } = (await this.clouds()).urls;
    const headers = { authorization: `Bearer ${sandboxTokens.fly}` };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => fetch(`${fly}/v1/apps/nobody/secrets`, { headers })),
    );
    return answers.filter(({ status }) => status === 429).length;
  }

  /** Makes stacks ready for an engine, and starts the clouds. */
  async prepare(stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) await this.run(["stack", "output", "--stack", stack]);
    await this.run(["operations", "fly.createApp"]);
  }

  /** A stack that was prepared, for the engine itself: without the preparations of a sandbox command. */
  async openStack(stack: string): Promise<TimedStack> {
    const engine = await findEngine({ env: process.env, say: this.say });
    const folder = openFolder(findSource(this.source, {}), this.dir, {});
    const clouds = await this.clouds();
    const env = { ...withoutAccounts(process.env), ...cloudVariables(clouds.urls, sandboxTokens) };
    return new TimedStack(stack, engine, folder, env, join(this.root, "timed"));
  }

  async stop(): Promise<void> {
    await this.run(["stop"]);
  }

  private async clouds(): Promise<Clouds> {
    const clouds = await Clouds.find(realpathSync(this.dir));
    if (!clouds) throw new Error(`The clouds of the sandbox in ${this.dir} are not running.`);
    return clouds;
  }
}

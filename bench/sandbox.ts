import { execFile } from "node:child_process";
import { join } from "node:path";
import { cloudVariables, withoutAccounts } from "../sandbox/cloud-variables.ts";
import type { JournalEntry } from "../sandbox/clouds/core/journal.ts";
import { sandboxTokens } from "../sandbox/clouds/tokens.ts";
import { findEngine } from "../sandbox/engine/engine.ts";
import { findSource, openFolder, repository } from "../sandbox/folder.ts";
import { Clouds } from "../sandbox/running-clouds.ts";
import { TimedStack } from "./timed-stack.ts";

/** A sandbox in a temporary folder, driven by the commands that a user types. */
export class BenchSandbox {
  private readonly dir: string;

  constructor(
    private readonly root: string,
    private readonly say: (line: string) => void,
  ) {
    this.dir = join(root, "sandbox");
  }

  /** `npm run sandbox -- <words>`. Answers its stdout. Throws everything it printed unless its exit code is 0. */
  run(words: readonly string[]): Promise<string> {
    const args = [join(repository, "tools", "start.mjs"), "sandbox", "--dir", this.dir, ...words];
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
    const clouds = await Clouds.find(this.dir);
    const response = await fetch(`${clouds?.urls.github}/api/v3/repos/zzstoatzz/plyr.fm/pulls`, {
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

  /** The stack production, which is up, for the engine itself: without the preparations of a sandbox command. */
  async openProduction(): Promise<TimedStack> {
    const engine = await findEngine({ env: process.env, say: this.say });
    const folder = openFolder(findSource(undefined, {}), this.dir, {});
    const clouds = await Clouds.find(folder.root);
    if (!clouds) throw new Error(`The clouds of the sandbox in ${folder.root} are not running.`);
    const env = { ...withoutAccounts(process.env), ...cloudVariables(clouds.urls, sandboxTokens) };
    return new TimedStack("production", engine, folder, env, join(this.root, "timed"));
  }

  async stop(): Promise<void> {
    await this.run(["stop"]);
  }
}

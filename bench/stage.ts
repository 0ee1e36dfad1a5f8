import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../sandbox/folder.ts";
import { linkPackage, makeEmptyProject } from "./empty-project.ts";
import { BenchSandbox } from "./sandbox.ts";
import type { TimedStack } from "./timed-stack.ts";

/** What the rows of one run share: a temporary folder, and plyr.fm's production, which comes up for the first that needs it. */
export class Stage {
  readonly root = mkdtempSync(join(tmpdir(), "parity-bench-"));
  /** Previews of each project. */
  readonly runs: number;
  readonly say: (line: string) => void;
  private readonly opened: BenchSandbox[] = [];
  private first: Promise<{ sandbox: BenchSandbox; production: TimedStack; empty: TimedStack }> | undefined;

  constructor(runs: number, say: (line: string) => void) {
    this.runs = runs;
    this.say = say;
  }

  /** A sandbox in which plyr.fm's production is up, that stack, and the empty project. */
  plyr() {
    this.first ??= this.bringPlyrUp();
    return this.first;
  }

  /** A sandbox of its own: of plyr.fm, or of the product that these files are. */
  open(name: string, files?: { readonly [file: string]: string }): BenchSandbox {
    const folder = join(this.root, name);
    const source = files && join(folder, "source");
    if (source) {
      linkPackage(source, "@env-parity/parity", repository);
      for (const [file, text] of Object.entries(files)) writeFileSync(join(source, file), text);
    }
    const sandbox = new BenchSandbox(folder, this.say, source);
    this.opened.push(sandbox);
    return sandbox;
  }

  async close(): Promise<void> {
    for (const sandbox of this.opened) await sandbox.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  private async bringPlyrUp() {
    this.say("plyr.fm's production comes up in a sandbox of its own");
    const sandbox = this.open("plyr");
    await sandbox.run(["up", "--stack", "production", "--yes"]);
    const production = await sandbox.openStack("production");
    return { sandbox, production, empty: await makeEmptyProject(production, join(this.root, "empty")) };
  }
}

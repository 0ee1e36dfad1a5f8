import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { listStacks, readStack, writeNewStack } from "./backend.ts";
import { repository, type SandboxFolder } from "./folder.ts";
import { formatConfigKey, placeholderFor } from "./placeholder.ts";
import { digestOf, type Prepared, type StackNeeds, writePrepared } from "./project.ts";
import type { Pulumi } from "./pulumi.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { Source } from "./source.ts";
import { type ConfigPath, giveSalt, giveSecrets } from "./stack-file.ts";
import { encrypt, encryptionSalt } from "./stack-secrets.ts";

const run = promisify(execFile);

/** Gets stacks ready for a program to run in them: initialised, with every secret, and after their owners. */
export class Preparation {
  private readonly preparing: string[] = [];

  constructor(
    private readonly source: Source,
    private readonly folder: SandboxFolder,
    private readonly prepared: Prepared,
    private readonly pulumi: Pulumi,
    private readonly say: (line: string) => void,
  ) {}

  /** Stacks of the repository. */
  get stacks(): string[] {
    return [...this.source.stacks.keys()];
  }

  /** @throws SandboxError when neither the repository nor the sandbox knows the stack */
  initialise(stack: string): void {
    if (listStacks(this.folder, this.source.name).includes(stack)) return;
    if (!this.source.stacks.has(stack)) {
      const known = this.stacks.join(", ");
      throw new SandboxError(
        `There is no stack ${stack}: ${this.source.folder} has no Pulumi.${stack}.yaml.\n  Fix: name one of: ${known}`,
        2,
      );
    }
    const { text, salt } = giveSalt(readFileSync(this.fileOf(stack), "utf8"), encryptionSalt);
    writeFileSync(this.fileOf(stack), text);
    writeNewStack(this.folder, this.source.name, stack, this.pulumi.version, salt);
  }

  /** Initialises a stack, gives its missing secrets placeholder values and brings its owners up. */
  async prepare(stack: string): Promise<void> {
    this.initialise(stack);
    const needs = await this.giveSecrets(stack);
    this.preparing.push(stack);
    for (const owner of needs) await this.bringUp(owner, stack);
    this.preparing.pop();
  }

  /** Gives the template of review environments its missing secrets, and brings up what these read from. */
  async prepareTemplate(): Promise<void> {
    const template = "review";
    if (!this.source.stacks.has(template)) return;
    this.initialise(template);
    for (const owner of await this.giveSecrets(template)) await this.bringUp(owner, "a review environment");
  }

  /** Answers the stacks that it needs. */
  private async giveSecrets(stack: string): Promise<readonly string[]> {
    this.setPlaceholders(stack, this.takeMissing(stack));
    const { needs, secrets } = await this.needsOf(stack);
    const paths = secrets.map((name) => [`${this.source.name}:secrets`, name]);
    this.setPlaceholders(stack, paths);
    if (paths.length > 0) this.forgetSecrets(stack);
    return needs;
  }

  private async bringUp(owner: string, dependent: string): Promise<void> {
    if (this.preparing.includes(owner) || readStack(this.folder, this.source.name, owner).hasOutputs) return;
    await this.prepare(owner);
    this.say(`${dependent} needs what ${owner} owns: bringing ${owner} up first`);
    const code = await this.pulumi.runAlong(["up", "--yes", "--skip-preview", "--stack", owner]);
    if (code !== 0) throw new SandboxError(`${owner} did not come up, and ${dependent} needs what it owns.`);
  }

  /** Where the repository has encrypted values of its own; each needs a placeholder only once. */
  private takeMissing(stack: string): readonly ConfigPath[] {
    const paths = this.prepared.missing[stack] ?? [];
    this.prepared.missing[stack] = [];
    return paths;
  }

  /** Without the engine, which takes half a second. The values are not secret: they are made from the names. */
  private setPlaceholders(stack: string, paths: readonly ConfigPath[]): void {
    if (paths.length === 0) return;
    const keys = paths.map(formatConfigKey);
    const { text, salt } = giveSalt(readFileSync(this.fileOf(stack), "utf8"), encryptionSalt);
    const values = paths.map((path, i) => ({
      path,
      secure: encrypt(placeholderFor(this.source.name, stack, keys[i] ?? ""), salt),
    }));
    writeFileSync(this.fileOf(stack), giveSecrets(text, values));
    this.say(`${stack}: placeholder values for ${keys.join(", ")}`);
    writePrepared(this.folder, this.prepared);
  }

  /** The program need not be asked again: what has changed is that these secrets have values. */
  private forgetSecrets(stack: string): void {
    const stacks = this.prepared.checked?.stacks ?? [];
    const without = stacks.map((one) => (one.stack === stack ? { ...one, secrets: [] } : one));
    this.prepared.checked = { digest: this.digestOfInput(), stacks: without };
    writePrepared(this.folder, this.prepared);
  }

  private fileOf(stack: string): string {
    return join(this.folder.project, `Pulumi.${stack}.yaml`);
  }

  /** Asked of the program once for all stacks, and again when a config file or the program's code has changed. */
  private async needsOf(stack: string): Promise<StackNeeds> {
    const digest = this.digestOfInput();
    if (this.prepared.checked?.digest !== digest) {
      const stacks = await readNeeds(this.folder.project);
      // Problems of the config are left to the program, which reports them in its own run.
      if (stacks) this.prepared.checked = { digest, stacks };
      else delete this.prepared.checked;
      writePrepared(this.folder, this.prepared);
    }
    const known = this.prepared.checked?.stacks.find((one) => one.stack === stack);
    return known ?? { stack, needs: [], secrets: [] };
  }

  private digestOfInput(): string {
    const files = readdirSync(this.folder.project).filter((name) => /^Pulumi.*\.yaml$/.test(name));
    const code = readFileSync(join(repository, "dist", "cli.mjs"), "utf8");
    // The salt that the engine writes into the file of each new stack is nothing to the program.
    const text = (name: string) =>
      readFileSync(join(this.folder.project, name), "utf8").replace(/^encryptionsalt: .*\n/m, "");
    return digestOf(code, ...files.map(text));
  }
}

/** `parity check` for every stack of the project; `undefined` when it cannot say. */
async function readNeeds(project: string): Promise<StackNeeds[] | undefined> {
  const args = [join(repository, "bin", "start.mjs"), "cli"];
  // Exit code 1 says that it found problems, and still prints its answer.
  const { stdout } = await run(process.execPath, [...args, "check", "--json", "--project", project], {
    cwd: repository,
  }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }));
  if (!stdout.trimStart().startsWith("[")) return undefined;
  const reports = JSON.parse(stdout) as { stack: string; needs: string[]; secrets: { name: string; set: boolean }[] }[];
  return reports.map(({ stack, needs, secrets }) => ({
    stack,
    needs,
    secrets: secrets.flatMap(({ name, set }) => (set ? [] : [name])),
  }));
}

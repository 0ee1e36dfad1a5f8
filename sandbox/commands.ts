import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { cloudVariables, shellLines } from "./cloud-variables.ts";
import { Journal, type JournalEntry } from "./clouds/core/journal.ts";
import { type CloudName, cloudFiles, cloudNames, readJsonFile } from "./clouds/daemon-files.ts";
import { faultKinds } from "./clouds/fault-order.ts";
import { sandboxTokens } from "./clouds/tokens.ts";
import { findEngine } from "./engine/engine.ts";
import type { SandboxFolder } from "./folder.ts";
import { openPage } from "./page/page.ts";
import { Clouds } from "./running-clouds.ts";
import { SandboxError } from "./sandbox-error.ts";
import { recallSeed } from "./seed.ts";
import { readTexts, type Source } from "./source.ts";
import { readStatus, renderStatus } from "./status.ts";
import type { Terminal } from "./terminal.ts";
import { renderTree } from "./tree.ts";
import { typed } from "./typed.ts";
import { zipFiles } from "./zip.ts";

/** What the sandbox's own commands work on, and where they were typed. */
export interface Sandbox extends Terminal {
  readonly folder: SandboxFolder;
  readonly source: Source;
}

const names = [
  ...[
    "status",
    "show",
    "journal",
    "operations",
    "fault",
    "faults",
    "conditions",
    "artifact",
    "page",
    "variables",
    "engine",
    "stop",
    "reset",
  ],
] as const satisfies readonly string[];

/** The clouds of a sandbox, started when needed, with the accounts that its project names here or in the repository. */
export function connectClouds({ folder, source, say }: Sandbox): Promise<Clouds> {
  const own = existsSync(join(folder.project, "Pulumi.yaml")) ? [readTexts(folder.project)] : [];
  return Clouds.connect(folder.root, recallSeed(cloudFiles(folder.root).remembered, source, ...own), say);
}

/** None of these is a command of pulumi. */
export function isSandboxCommand(word: string | undefined): boolean {
  return (names as readonly string[]).includes(word ?? "");
}

/** Runs one of the sandbox's own commands. Throws a SandboxError with exit code 2 when it is used wrongly. */
export async function runSandboxCommand(words: readonly string[], sandbox: Sandbox): Promise<void> {
  const program = new Command(typed).exitOverride().configureOutput({
    writeErr: () => undefined,
    writeOut: sandbox.print,
  });
  for (const add of [addLooking, addFaults, addConditions, addEvents, addLifecycle]) add(program, sandbox);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new SandboxError(`${error.message}\n  Fix: see ${typed} --help`, 2);
  }
}

function addLooking(program: Command, sandbox: Sandbox): void {
  const { folder, print } = sandbox;
  const files = cloudFiles(folder.root);
  program
    .command("status")
    .option("--json")
    .action(async ({ json }: { json?: boolean }) => {
      const status = await readStatus(folder, sandbox.source, sandbox.env);
      print(json ? `${JSON.stringify(status, null, 2)}\n` : renderStatus(status));
    });
  program
    .command("show")
    .argument("[cloud]", cloudNames.join(", "), parseCloud)
    .option("--json")
    .action((cloud: CloudName | undefined, { json }: { json?: boolean }) => {
      const stateOf = (name: CloudName) => readJsonFile<{ state: unknown }>(files.state(name))?.state ?? {};
      const chosen = cloud ? [cloud] : cloudNames;
      const states = Object.fromEntries(chosen.map((name) => [name, stateOf(name)]));
      if (json) print(`${JSON.stringify(cloud ? states[cloud] : states, null, 2)}\n`);
      else
        for (const name of chosen) print(`${[name, ...renderTree(states[name], cloud !== undefined, 1)].join("\n")}\n`);
    });
  program
    .command("journal")
    .option("--last <n>", "only the last ones", parseCount)
    .option("--json")
    .action(({ last, json }: { last?: number; json?: boolean }) => {
      const entries = new Journal(files.journal).read().slice(last ? -last : 0);
      print(json ? `${JSON.stringify(entries, null, 2)}\n` : entries.map(renderEntry).join(""));
    });
}

function addFaults(program: Command, sandbox: Sandbox): void {
  const { say, print } = sandbox;
  const connect = () => connectClouds(sandbox);
  program
    .command("operations")
    .argument("[word]", "only those whose name or path contains it", "")
    .action(async (word: string) => {
      for (const { name, method, path } of await (await connect()).readOperations()) {
        if (`${name} ${method} ${path}`.toLowerCase().includes(word.toLowerCase()))
          print(`${name}  ${method} ${path}\n`);
      }
    });
  program
    .command("fault")
    .argument("<operation>", "such as fly.createApp; see: operations")
    .argument(
      "<kind>",
      Object.entries(faultKinds)
        .map(([kind, effect]) => `${kind}: ${effect}`)
        .join("; "),
    )
    .option("--status <code>", "of refuse and misreport", Number)
    .option("--times <n>", "how many calls it strikes (1)", Number)
    .option("--retry-after <seconds>", "sent along with a refusal", Number)
    .option("--delay <milliseconds>", "of slow", Number)
    .action(async (operation: string, kind: string, options: { delay?: number }) => {
      const { delay, ...others } = options;
      const clouds = await connect();
      const faults = await clouds.readFaults();
      await clouds.setFaults([
        ...faults,
        { operation, kind, ...others, ...(delay !== undefined && { delayMs: delay }) },
      ]);
      say(`set: the next ${(others as { times?: number }).times ?? 1} of ${operation} ${kind}`);
    });
  program
    .command("faults")
    .argument("[clear]", "removes them all", parseClear)
    .action(async (clear?: string) => {
      const clouds = await connect();
      if (clear) await clouds.setFaults([]);
      for (const fault of await clouds.readFaults()) print(`${JSON.stringify(fault)}\n`);
    });
}

function addConditions(program: Command, sandbox: Sandbox): void {
  program
    .command("conditions")
    .argument("[clear]", "answers at once again, without limits", parseClear)
    .option("--delay <milliseconds>", "every answer is held for so long", Number)
    .option("--rate-limits", "the vendors' limits on the number of calls are kept")
    .action(async (clear: string | undefined, { delay, rateLimits }: { delay?: number; rateLimits?: true }) => {
      const clouds = await connectClouds(sandbox);
      const now = await clouds.readConditions();
      if (clear) await clouds.setConditions({});
      else if (delay !== undefined || rateLimits)
        await clouds.setConditions({
          ...now,
          ...(delay !== undefined && { delayMs: delay }),
          ...(rateLimits && { rateLimits }),
        });
      sandbox.print(`${JSON.stringify(await clouds.readConditions())}\n`);
    });
}

function addEvents(program: Command, sandbox: Sandbox): void {
  program
    .command("artifact")
    .argument("<file...>", "what is zipped, each under its own name without folders")
    .requiredOption("--repository <owner/name>", "of the config")
    .requiredOption("--pull <n>", "number of the pull request that the run was for", parseCount)
    .requiredOption("--name <name>", "of the artifact")
    .action(async (files: string[], { repository, pull, name }: ArtifactOptions) => {
      const zip = Buffer.from(zipFiles(files, sandbox.env)).toString("base64");
      const clouds = await connectClouds(sandbox);
      const { id } = (await clouds.happen("github.uploadArtifact", { repository, pull, name, zip })) as { id: number };
      sandbox.say(`artifact ${id} of pull request ${pull} is ${name}`);
    });
}

interface ArtifactOptions {
  readonly repository: string;
  readonly pull: number;
  readonly name: string;
}

function addLifecycle(program: Command, sandbox: Sandbox): void {
  const { env, folder, say, print } = sandbox;
  program
    .command("page")
    .option("--port <n>", "of 127.0.0.1 (a free one)", parsePort)
    .action(({ port }: { port?: number }) => openPage(sandbox, () => connectClouds(sandbox), port));
  program.command("variables").action(async () => {
    const { urls } = await connectClouds(sandbox);
    for (const line of shellLines(env, cloudVariables(urls, sandboxTokens))) print(`${line}\n`);
  });
  program.command("engine").action(async () => {
    const { command, version } = await findEngine({ env, say });
    print(`pulumi ${version}, ${command}\n`);
  });
  program.command("stop").action(async () => {
    const clouds = await Clouds.find(folder.root);
    await clouds?.stop();
    say(clouds ? "the clouds are stopped; what they hold stays" : "the clouds are not running");
  });
  program.command("reset").action(async () => {
    await (await Clouds.find(folder.root))?.stop();
    const { running, folder: clouds } = cloudFiles(folder.root);
    const selection = join(folder.home, "workspaces");
    for (const path of [clouds, running, folder.state, folder.project, folder.prepared, selection]) {
      rmSync(path, { recursive: true, force: true });
    }
    say(`${folder.root} is empty again`);
  });
}

function renderEntry({ n, operation, cloud, method, path, status, fault, limit }: JournalEntry): string {
  const name = operation === "unserved" ? `${cloud}: not served` : operation;
  return `${String(n).padStart(5)}  ${status || "---"}  ${name}  ${method} ${path}${fault ? `  (fault: ${fault})` : ""}${limit ? `  (limit: ${limit})` : ""}\n`;
}

function parseCloud(word: string): CloudName {
  const found = cloudNames.find((name) => name === word);
  if (!found) throw new InvalidArgumentError(`The clouds are ${cloudNames.join(", ")}.`);
  return found;
}

function parseCount(word: string): number {
  if (!/^[1-9]\d*$/.test(word)) throw new InvalidArgumentError("It is a whole number above 0.");
  return Number(word);
}

function parsePort(word: string): number {
  if (!/^\d+$/.test(word) || Number(word) > 65_535) throw new InvalidArgumentError("It is a number up to 65535.");
  return Number(word);
}

function parseClear(word: string): string {
  if (word !== "clear") throw new InvalidArgumentError("The only word it takes is clear.");
  return word;
}

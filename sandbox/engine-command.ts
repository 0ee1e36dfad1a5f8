import { join } from "node:path";
import { withFolderLock } from "../tools/folder-lock.mjs";
import { type EngineCommand, readEngineCommand } from "./arguments.ts";
import { actionsVariables, cloudVariables, withoutAccounts } from "./cloud-variables.ts";
import type { JournalLine } from "./clouds/control.ts";
import { sandboxTokens } from "./clouds/tokens.ts";
import { findEngine } from "./engine/engine.ts";
import { repository } from "./folder.ts";
import { findPage } from "./page/open-page.ts";
import { placePlugins } from "./plugins.ts";
import { Preparation } from "./preparation.ts";
import { readPrepared, syncProject, writePrepared } from "./project.ts";
import { Pulumi } from "./pulumi.ts";
import type { Run } from "./run.ts";
import type { Recording } from "./run-events.ts";
import { connectClouds, type Sandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";

/** Commands whose stack must be ready for its program: its secrets given, its owners up. */
const programCommands = ["up", "preview", "refresh", "import", "watch"];
/** Commands that let plugins call the clouds. */
const cloudCommands = [...programCommands, "destroy"];
/** Commands whose engine says step by step what it does. */
const recordedCommands = ["up", "preview", "refresh", "import", "destroy"];
/** Commands of the product that run the program. */
const parityProgramCommands = ["up", "preview", "drift", "adopt", "destroy", "reset", "review"];
/** Commands of the product that ask the clouds, and take everything else as it is. */
const parityLooks = ["doctor", "secrets", "setup-ci"];
/** Commands that say themselves what becomes of a stack. */
const stackCommands = ["stack init", "stack rm", "stack ls", "stack select"];

/**
 * Runs any pulumi command inside the sandbox, after setting up what it needs.
 * @returns the engine's exit code
 * @throws SandboxError when the command is not one for the sandbox, or something it needs cannot be had
 */
export function runEngineCommand(words: readonly string[], sandbox: Sandbox): Promise<number> {
  const command = readEngineCommand(words);
  const setUp = {
    command: { command: command.name, ...(command.stack && { stack: command.stack }) },
    variables: {},
    clouds: cloudCommands.includes(command.name),
    recorded: recordedCommands.includes(command.name) && !words.some((word) => /^--event-log(=|$)/.test(word)),
    prepare: (pulumi: Pulumi, preparation: Preparation) => prepareStack(command, pulumi, preparation),
  };
  return runPrepared(setUp, sandbox, (pulumi, recording) =>
    pulumi.run(recording ? withEventLog(words, recording.address) : words),
  );
}

/** Before the arguments that the program itself gets. */
function withEventLog(words: readonly string[], address: string): string[] {
  const end = words.indexOf("--");
  const at = end === -1 ? words.length : end;
  return [...words.slice(0, at), "--event-log", address, ...words.slice(at)];
}

/**
 * Runs a command of the product's own command line on the sandbox's project, as a person or a workflow does.
 * @returns its exit code
 */
export function runParityCommand(words: readonly string[], sandbox: Sandbox): Promise<number> {
  const { name, stack } = readEngineCommand(words);
  const runsProgram = parityProgramCommands.includes(name);
  const setUp = {
    command: { command: `parity ${name}`, ...(stack && { stack }) },
    variables: actionsVariables(sandbox.env),
    clouds: runsProgram || parityLooks.includes(name),
    recorded: runsProgram,
    prepare: async (_: Pulumi, preparation: Preparation) => {
      if (runsProgram && stack !== undefined) await preparation.prepare(stack);
      if (name === "review") await preparation.prepareTemplate();
    },
  };
  const args = [join(repository, "bin", "start.mjs"), "cli", ...words, "--project", sandbox.folder.project];
  return runPrepared(setUp, sandbox, (pulumi) => pulumi.runBeside(process.execPath, args));
}

/** What a command needs before it can run. */
interface SetUp {
  readonly command: Pick<Run, "command" | "stack">;
  /** Variables beside those of engine and clouds. */
  readonly variables: NodeJS.ProcessEnv;
  /** It lets plugins call the clouds. */
  readonly clouds: boolean;
  /** A page that is open shows how it goes. */
  readonly recorded: boolean;
  readonly prepare: (pulumi: Pulumi, preparation: Preparation) => Promise<void>;
}

async function runPrepared(
  setUp: SetUp,
  sandbox: Sandbox,
  run: (pulumi: Pulumi, recording?: Recording) => Promise<number>,
): Promise<number> {
  const engine = await findEngine(sandbox);
  const recording = await record(setUp, sandbox);
  const alone = { ...withoutAccounts(sandbox.env), ...setUp.variables, ...eventLogVariables(recording) };
  const { pulumi, clouds } = await withFolderLock(
    sandbox.folder.lock,
    async () => {
      const prepared = readPrepared(sandbox.folder);
      syncProject(sandbox.source, sandbox.folder, prepared);
      writePrepared(sandbox.folder, prepared);
      const clouds = setUp.clouds ? await connectClouds(sandbox) : undefined;
      const env = clouds ? { ...alone, ...cloudVariables(clouds.urls, sandboxTokens) } : alone;
      const pulumi = new Pulumi(engine, sandbox.folder, env, sandbox);
      placePluginsFor(sandbox);
      await setUp.prepare(pulumi, new Preparation(sandbox.source, sandbox.folder, prepared, pulumi, sandbox.say));
      return { pulumi, clouds };
    },
    (pid) => sandbox.say(`waiting for process ${pid ?? "?"}, which is preparing a stack in this sandbox`),
  );
  const before = (await clouds?.readJournal())?.length ?? 0;
  const code = await run(pulumi, recording);
  recording?.end(code);
  if (clouds) reportUnserved(await clouds.readJournal(before), sandbox.say);
  return code;
}

/** What listens is loaded where a page is open, and nowhere else. */
async function record({ recorded, command }: SetUp, { folder }: Sandbox): Promise<Recording | undefined> {
  if (!recorded || !findPage(folder)) return undefined;
  return (await import("./run-events.ts")).recordRun(folder, command);
}

/** The engine takes `--event-log` as one of its flags for debugging; our own commands hand on what it sends to them. */
function eventLogVariables(recording: Recording | undefined): NodeJS.ProcessEnv {
  return recording ? { PULUMI_DEBUG_COMMANDS: "true", PARITY_EVENT_LOG: recording.address } : {};
}

function placePluginsFor({ folder, say }: Sandbox): void {
  for (const name of placePlugins(folder)) {
    say(`using the ${name} plugin that was placed in ${folder.home}/plugins instead of the sandbox's own`);
  }
}

async function prepareStack(command: EngineCommand, pulumi: Pulumi, preparation: Preparation): Promise<void> {
  if (programCommands.includes(command.name)) {
    await preparation.prepare(command.stack ?? (await selectedStack(pulumi, preparation.stacks)));
  } else if (command.stack && !stackCommands.includes(command.name)) {
    preparation.initialise(command.stack);
  }
}

async function selectedStack(pulumi: Pulumi, stacks: readonly string[]): Promise<string> {
  const { code, stdout } = await pulumi.ask(["stack", "--show-name"]);
  if (code === 0 && stdout.trim() !== "") return stdout.trim();
  throw new SandboxError(`Which stack is not said.\n  Fix: add --stack <name>, one of: ${stacks.join(", ")}`, 2);
}

function reportUnserved(lines: readonly JournalLine[], say: (line: string) => void): void {
  const unserved = lines.filter(({ operation }) => operation === "unserved");
  const texts = unserved.map(
    ({ cloud, method, path, nearest }) => `${cloud}  ${method} ${path}  (nearest: ${nearest})`,
  );
  if (texts.length > 0) say("\nThe clouds were asked for what they do not serve:");
  for (const text of new Set(texts)) say(`  ${text}`);
}

import { join } from "node:path";
import { withFolderLock } from "../tools/folder-lock.mjs";
import { type EngineCommand, readEngineCommand } from "./arguments.ts";
import { actionsVariables, cloudVariables, withoutAccounts } from "./cloud-variables.ts";
import type { JournalLine } from "./clouds/control.ts";
import { sandboxTokens } from "./clouds/tokens.ts";
import { connectClouds, type Sandbox } from "./commands.ts";
import { type Engine, findEngine } from "./engine/engine.ts";
import { repository } from "./folder.ts";
import { placePlugins } from "./plugins.ts";
import { Preparation } from "./preparation.ts";
import { readPrepared, syncProject, writePrepared } from "./project.ts";
import { Pulumi } from "./pulumi.ts";
import { SandboxError } from "./sandbox-error.ts";

/** Commands whose stack must be ready for its program: its secrets given, its owners up. */
const programCommands = ["up", "preview", "refresh", "import", "watch"];
/** Commands that let plugins call the clouds. */
const cloudCommands = [...programCommands, "destroy"];
/** Commands of the product that run the program. */
const parityProgramCommands = ["up", "preview", "drift", "adopt", "destroy", "reset", "review"];
/** Commands of the product that ask the clouds, and take everything else as it is. */
const parityLooks = ["doctor"];
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
    variables: {},
    clouds: cloudCommands.includes(command.name),
    prepare: (pulumi: Pulumi, preparation: Preparation) => prepareStack(command, pulumi, preparation),
  };
  return runPrepared(setUp, sandbox, (pulumi) => pulumi.run(words));
}

/**
 * Runs a command of the product's own command line on the sandbox's project, as a person or a workflow does.
 * @returns its exit code
 */
export function runParityCommand(words: readonly string[], sandbox: Sandbox): Promise<number> {
  const { name, stack } = readEngineCommand(words);
  const runsProgram = parityProgramCommands.includes(name);
  const setUp = {
    variables: actionsVariables(process.env),
    clouds: runsProgram || parityLooks.includes(name),
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
  /** Variables beside those of engine and clouds. */
  readonly variables: NodeJS.ProcessEnv;
  /** It lets plugins call the clouds. */
  readonly clouds: boolean;
  readonly prepare: (pulumi: Pulumi, preparation: Preparation) => Promise<void>;
}

async function runPrepared(setUp: SetUp, sandbox: Sandbox, run: (pulumi: Pulumi) => Promise<number>): Promise<number> {
  const engine = await findEngine({ env: process.env, say: sandbox.say });
  const alone = { ...withoutAccounts(process.env), ...setUp.variables };
  const { pulumi, clouds } = await withFolderLock(
    sandbox.folder.lock,
    async () => {
      const prepared = readPrepared(sandbox.folder);
      syncProject(sandbox.source, sandbox.folder, prepared);
      writePrepared(sandbox.folder, prepared);
      const clouds = setUp.clouds ? await connectClouds(sandbox) : undefined;
      const env = clouds ? { ...alone, ...cloudVariables(clouds.urls, sandboxTokens) } : alone;
      const pulumi = new Pulumi(engine, sandbox.folder, env);
      placePluginsFor(engine, sandbox);
      await setUp.prepare(pulumi, new Preparation(sandbox.source, sandbox.folder, prepared, pulumi, sandbox.say));
      return { pulumi, clouds };
    },
    (pid) => sandbox.say(`waiting for process ${pid ?? "?"}, which is preparing a stack in this sandbox`),
  );
  const before = (await clouds?.readJournal())?.length ?? 0;
  const code = await run(pulumi);
  if (clouds) reportUnserved(await clouds.readJournal(before), sandbox.say);
  return code;
}

function placePluginsFor(engine: Engine, { folder, say }: Sandbox): void {
  for (const name of placePlugins(folder, engine)) {
    say(`using the ${name} plugin that was placed in ${folder.home}/plugins instead of the sandbox's own`);
  }
}

async function prepareStack(command: EngineCommand, pulumi: Pulumi, preparation: Preparation): Promise<void> {
  if (programCommands.includes(command.name)) {
    await preparation.prepare(command.stack ?? (await selectedStack(pulumi, preparation.stacks)));
  } else if (command.stack && !stackCommands.includes(command.name)) {
    await preparation.initialise(command.stack);
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

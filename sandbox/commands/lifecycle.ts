import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { cloudVariables, shellLines } from "../cloud-variables.ts";
import { cloudFiles } from "../clouds/daemon-files.ts";
import { sandboxTokens } from "../clouds/tokens.ts";
import { findEngine } from "../engine/engine.ts";
import { openPage } from "../page/page.ts";
import { Clouds } from "../running-clouds.ts";
import { connectClouds, type Sandbox } from "../sandbox.ts";

/** `page`, `variables`, `engine`, `stop` and `reset`. */
export function addLifecycle(program: Command, sandbox: Sandbox): void {
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

function parsePort(word: string): number {
  if (!/^\d+$/.test(word) || Number(word) > 65_535) throw new InvalidArgumentError("It is a number up to 65535.");
  return Number(word);
}

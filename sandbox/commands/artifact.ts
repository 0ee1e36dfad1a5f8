import type { Command } from "commander";
import { connectClouds, type Sandbox } from "../sandbox.ts";
import { zipFiles } from "../zip.ts";
import { parseCount } from "./words.ts";

/** `artifact`: what a workflow run uploads. */
export function addArtifact(program: Command, sandbox: Sandbox): void {
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

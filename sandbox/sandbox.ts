import { existsSync } from "node:fs";
import { join } from "node:path";
import { cloudFiles } from "./clouds/daemon-files.ts";
import type { SandboxFolder } from "./folder.ts";
import { Clouds } from "./running-clouds.ts";
import { recallSeed } from "./seed.ts";
import { readTexts, type Source } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/** What the sandbox's own commands work on, and where they were typed. */
export interface Sandbox extends Terminal {
  readonly folder: SandboxFolder;
  readonly source: Source;
}

/** The clouds of a sandbox, started when needed, with the accounts that its project names here or in the repository. */
export function connectClouds({ folder, source, say }: Sandbox): Promise<Clouds> {
  const own = existsSync(join(folder.project, "Pulumi.yaml")) ? [readTexts(folder.project)] : [];
  return Clouds.connect(folder.root, recallSeed(cloudFiles(folder.root).remembered, source, ...own), say);
}

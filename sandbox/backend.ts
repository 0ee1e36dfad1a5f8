import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SandboxFolder } from "./folder.ts";

/** As much of a checkpoint as is read here (pulumi/pulumi sdk/go/common/apitype/core.go, CheckpointV3). */
interface Checkpoint {
  readonly checkpoint: {
    readonly latest?: { readonly resources?: readonly { type: string; outputs?: Record<string, unknown> }[] };
  };
}

/** Names of the stacks that the sandbox's file backend holds, without starting the engine. */
export function listStacks(folder: SandboxFolder, project: string): string[] {
  const stacks = stacksFolder(folder, project);
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []));
}

/** How many resources a stack holds and whether it has outputs that other stacks can read. */
export function readStack(
  folder: SandboxFolder,
  project: string,
  stack: string,
): { count: number; hasOutputs: boolean } {
  const file = join(stacksFolder(folder, project), `${stack}.json`);
  if (!existsSync(file)) return { count: 0, hasOutputs: false };
  const resources = (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint.latest?.resources ?? [];
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return { count: resources.length, hasOutputs: Object.keys(root?.outputs ?? {}).length > 0 };
}

/**
 * A stack without resources, as `pulumi stack init` writes it into the file backend, which takes an engine half a second.
 * @param version of the engine
 * @param salt of the secrets in its state
 */
export function writeNewStack(
  folder: SandboxFolder,
  project: string,
  stack: string,
  version: string,
  salt: string,
): void {
  const manifest = {
    time: new Date().toISOString(),
    // By which the engine knows its own states again (pulumi/pulumi pkg/resource/deploy/manifest.go).
    magic: createHash("sha256").update(version).digest("hex"),
    version,
  };
  const latest = { manifest, secrets_providers: { type: "passphrase", state: { salt } }, metadata: {} };
  const checkpoint = { stack: `organization/${project}/${stack}`, latest };
  // What says that stacks have a folder for each project.
  writeOnce(join(folder.state, ".pulumi", "meta.yaml"), "version: 1\n");
  const file = join(stacksFolder(folder, project), `${stack}.json`);
  const text = JSON.stringify({ version: 3, checkpoint });
  writeOnce(`${file}.attrs`, JSON.stringify(attributesOf(text)));
  writeOnce(file, text);
}

/** What lies beside every file of the backend (gocloud.dev/blob/fileblob, attrs.go). */
function attributesOf(text: string): object {
  const none = ["cache_control", "content_disposition", "content_encoding", "content_language"];
  return {
    ...Object.fromEntries(none.map((name) => [`user.${name}`, ""])),
    ...{ "user.content_type": "text/plain; charset=utf-8", "user.metadata": null },
    md5: createHash("md5").update(text).digest("base64"),
  };
}

function writeOnce(file: string, text: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
}

function stacksFolder(folder: SandboxFolder, project: string): string {
  return join(folder.state, ".pulumi", "stacks", project);
}

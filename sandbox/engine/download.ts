import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { withProgress } from "../../tools/progress.mjs";
import type { Surroundings } from "./surroundings.ts";

const run = promisify(execFile);

/** Pulumi's installer for Linux and macOS, https://www.pulumi.com/docs/iac/download-install/ */
const installer = "https://get.pulumi.com/install.sh";
const reachMs = 5_000;
/** A release is about 100 MB. */
const downloadMs = 10 * 60_000;

/** Installs an official release into `folder`. Answers false, having said why, where it cannot be had. */
export async function downloadEngine(version: string, folder: string, { env, say }: Surroundings): Promise<boolean> {
  say(`looking for the Pulumi engine ${version} at get.pulumi.com`);
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.download-`);
  try {
    const script = join(work, "install.sh");
    await writeFile(script, await fetchInstaller());
    const args = [script, "--no-edit-path", "--install-root", work, "--version", version];
    await withProgress("downloading the engine", () => run("/bin/sh", args, { env, timeout: downloadMs }));
    if (!existsSync(join(work, "bin", "pulumi"))) throw new Error("its installer left no bin/pulumi");
    await rm(folder, { recursive: true, force: true });
    await rename(join(work, "bin"), folder);
    say(`the Pulumi engine ${version} is downloaded to ${folder}`);
    return true;
  } catch (error) {
    say(`the official download cannot be had here (${reason(error)})`);
    return false;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchInstaller(): Promise<string> {
  const response = await fetch(installer, { signal: AbortSignal.timeout(reachMs) });
  if (!response.ok) throw new Error(`${installer} answered ${response.status}`);
  return response.text();
}

/** The first line is enough: fetch hides why it failed in `cause`. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0] ?? "";
}

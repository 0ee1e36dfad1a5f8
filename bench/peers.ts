import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "../sandbox/folder.ts";

const cache = join(homedir(), ".cache", "parity", "bench");
/** By the folder of bench/opentofu with its module: OpenTofu builds only with the versions that it names itself. */
const goCommands = [
  ["tofu", "github.com/opentofu/opentofu/cmd/tofu"],
  ["http", "github.com/terraform-providers/terraform-provider-http"],
] as const;
/** As bench/opentofu/tofu/go.mod has it. */
export const openTofuVersion = "1.12.6";
export const alchemyVersion = "0.94.0";

type Say = (line: string) => void;

/** A folder with `tofu` and the provider `hashicorp/http`, built from their Go modules once. */
export function getOpenTofu(say: Say): string {
  return getOnce(`opentofu-${openTofuVersion}`, (folder) => {
    say("building OpenTofu and its provider hashicorp/http from their Go modules: some minutes, only once");
    const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly" };
    for (const [module, command] of goCommands) {
      const cwd = join(repository, "bench", "opentofu", module);
      execFileSync("go", ["build", "-trimpath", "-o", `${folder}/`, command], { cwd, env, stdio: "ignore" });
    }
  });
}

/** A folder with Alchemy in its `node_modules`, from npm once. */
export function getAlchemy(say: Say): string {
  return getOnce(`alchemy-${alchemyVersion}`, (folder) => {
    say("getting Alchemy from npm, only once");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "peer", private: true, type: "module" }));
    const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `alchemy@${alchemyVersion}`];
    execFileSync("npm", args, { cwd: folder, stdio: "ignore" });
  });
}

/** What is half made is never taken for whole. */
function getOnce(name: string, make: (folder: string) => void): string {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.make-`);
  try {
    make(work);
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

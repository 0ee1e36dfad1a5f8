import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where the engine keeps its plugins and its login (pulumi/pulumi sdk/go/common/workspace, `GetPulumiHomeDir`). */
export function engineHome(env: NodeJS.ProcessEnv): string {
  return env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
}

/** The backend that the engine is logged in to; `undefined` where it is to none. */
export function currentBackend(env: NodeJS.ProcessEnv): string | undefined {
  const login = join(engineHome(env), "credentials.json");
  return existsSync(login) ? (JSON.parse(readFileSync(login, "utf8")) as { current?: string }).current : undefined;
}

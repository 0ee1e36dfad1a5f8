import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Project } from "../../components/project.ts";

/** Where the engine keeps its plugins and its login (pulumi/pulumi sdk/go/common/workspace, `GetPulumiHomeDir`). */
export function engineHome(env: NodeJS.ProcessEnv): string {
  return env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
}

/** The backend that the engine is logged in to; `undefined` where it is to none. */
export function currentBackend(env: NodeJS.ProcessEnv): string | undefined {
  const login = join(engineHome(env), "credentials.json");
  return existsSync(login) ? (JSON.parse(readFileSync(login, "utf8")) as { current?: string }).current : undefined;
}

/** The backend of a project's states, in the engine's own order (pulumi/pulumi pkg/cmd/pulumi/backend, pkg/workspace). */
export function backendOf(project: Project, env: NodeJS.ProcessEnv): string | undefined {
  return env["PULUMI_BACKEND_URL"] || project.textAt("backend", "url") || currentBackend(env);
}

/** The `pulumi` on the PATH, with its size and time, which change when it is replaced; `undefined` where there is none. */
export function findEngineFile(
  env: NodeJS.ProcessEnv,
): { readonly program: string; readonly size: number; readonly mtimeMs: number } | undefined {
  const found = (env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => ["pulumi", "pulumi.exe"].map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) return undefined;
  const { size, mtimeMs } = statSync(found);
  return { program: realpathSync(found), size, mtimeMs };
}

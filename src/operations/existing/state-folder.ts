import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { Project } from "../../components/project.ts";
import { backendOf } from "../engine/home.ts";
import { stateFileOf } from "../unchanged/state-file.ts";

/** What the engine's own backend writes in a folder; another version is for the engine to read (sdk/go/common/apitype/core.go). */
interface VersionedCheckpoint {
  readonly version?: number;
  readonly checkpoint?: { readonly latest?: object };
}

/**
 * What `pulumi stack export` would write of a state that lies in a folder, without an engine, which takes a quarter of a second. `undefined`
 * where it lies elsewhere, in another form, or beside attributes that were half written: the engine is asked, or says why it cannot.
 */
export function exportFromFolder(
  { project: folder, stack }: { readonly project: string; readonly stack: string },
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (!existsSync(folder)) return undefined;
  const project = new Project(folder);
  const file = stateFileOf(backendOf(project, env), homedir(), project.name, stack);
  if (file === undefined || !existsSync(file) || !existsSync(`${file}.attrs`)) return undefined;
  try {
    JSON.parse(readFileSync(`${file}.attrs`, "utf8"));
    const { version, checkpoint } = JSON.parse(readFileSync(file, "utf8")) as VersionedCheckpoint;
    return version === 3 && checkpoint ? JSON.stringify({ version, deployment: checkpoint.latest }) : undefined;
  } catch {
    return undefined;
  }
}

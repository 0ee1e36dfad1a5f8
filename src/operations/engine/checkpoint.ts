import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";

/**
 * Says what to do where the engine cannot load a state because it was killed while it wrote it to a file: it writes the attributes
 * beside a state in place, and only the state itself at once (gocloud.dev/blob/fileblob, attrs.go). They hold its media type
 * and checksum, and a state without them is read as ever.
 * @param said what the engine says
 * @param backend PULUMI_BACKEND_URL, where it is set
 */
export function explainCheckpoint(
  said: string,
  { project, stack }: { readonly project: string; readonly stack: string },
  backend = process.env["PULUMI_BACKEND_URL"],
): Problem | undefined {
  if (!/^failed to load checkpoint: (unexpected )?EOF\b/.test(said)) return undefined;
  const name = join(".pulumi", "stacks", project, `${stack}.json.attrs`);
  const folder = folderOf(backend);
  return halfWritten(name, stack, folder === undefined ? undefined : [join(folder, name)]);
}

/** The same where the engine lists the stacks of a project, and does not say at which one it has stopped. */
export function explainListing(
  said: string,
  project: string,
  backend = process.env["PULUMI_BACKEND_URL"],
): Problem | undefined {
  if (!/^(unexpected )?EOF$/.test(said)) return undefined;
  const name = join(".pulumi", "stacks", project);
  const folder = folderOf(backend);
  return halfWritten(
    join(name, "*.attrs"),
    project,
    folder === undefined ? undefined : attributesIn(join(folder, name)),
  );
}

/** @param files that may be cut; absent where the backend is not a folder that is known */
function halfWritten(name: string, of: string, files: readonly string[] | undefined): Problem | undefined {
  const cut = files?.filter((file) => !isWhole(file));
  if (cut?.length === 0) return undefined;
  return new Problem({
    code: "state-half-written",
    what: `The engine was killed while it wrote the state of ${of}: the file of attributes beside the state is empty or cut.`,
    why: "The state itself is replaced at once, so it is whole, and it is read without that file.",
    ...(cut === undefined
      ? {
          fix: `remove ${name}, where it is empty or cut, from the folder that \`pulumi whoami --verbose\` names, then run this again`,
        }
      : { fix: "remove that file, then run this again", commands: [line`rm ${cut}`] }),
  });
}

function folderOf(backend: string | undefined): string | undefined {
  return backend?.startsWith("file:///") ? fileURLToPath(backend) : undefined;
}

function attributesIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith(".attrs") ? join(folder, name) : []));
  } catch {
    return [];
  }
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== undefined;
  }
}

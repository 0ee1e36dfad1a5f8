import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readVersion } from "../engine/pulumi.ts";
import { asking, type Finding, fine } from "./finding.ts";

/** The engine on the PATH. */
export function checkEngine(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  return asking("engine", async () => [fine("engine", `Pulumi ${await readVersion()}${placeOf(env)}`)]);
}

function placeOf(env: NodeJS.ProcessEnv): string {
  const folders = (env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => ["pulumi", "pulumi.exe"].map((name) => join(folder, name)));
  const path = found.find((file) => existsSync(file));
  return path === undefined ? "" : `, ${path}`;
}

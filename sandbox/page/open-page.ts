import { rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../tools/folder-lock.mjs";
import { readJsonFile, writeJsonFile } from "../clouds/daemon-files.ts";
import type { SandboxFolder } from "../folder.ts";

/** The page that is open on a sandbox. */
export interface OpenPage {
  readonly pid: number;
  readonly url: string;
}

const fileOf = ({ root }: SandboxFolder) => join(root, "page.json");

/** `undefined` when none is open. */
export function findPage(folder: SandboxFolder): OpenPage | undefined {
  const page = readJsonFile<OpenPage>(fileOf(folder));
  return page && isAlive(page.pid) ? page : undefined;
}

/** Says that this process has the page open. @returns what takes that back */
export function announcePage(folder: SandboxFolder, url: string): () => void {
  writeJsonFile(fileOf(folder), { pid: process.pid, url });
  return () => {
    if (findPage(folder)?.pid === process.pid) rmSync(fileOf(folder), { force: true });
  };
}

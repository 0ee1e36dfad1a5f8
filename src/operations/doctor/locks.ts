import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { Problem } from "../../problem/problem.ts";
import { describeLocks, type Lock } from "../engine/lock.ts";
import type { Backend } from "./backend.ts";
import { type Finding, fine, notKnown, trying, wrong } from "./finding.ts";

/** `lockContent` of pulumi/pulumi pkg/backend/diy/lock.go. */
const content = z.object({ pid: z.number(), username: z.string(), hostname: z.string(), timestamp: z.string() });

/** Who holds each stack, and since when. */
export async function checkLocks(
  stacks: readonly string[],
  project: string,
  backend: Promise<Backend>,
): Promise<readonly Finding[]> {
  const found = stacks.map((stack) =>
    trying(`lock of ${stack}`, async () => [await checkLock(stack, project, await backend)]),
  );
  return (await Promise.all(found)).flat();
}

async function checkLock(stack: string, project: string, { url, stacks }: Backend): Promise<Finding> {
  const what = `lock of ${stack}`;
  const listed = stacks.find(({ name }) => name === stack);
  if (listed === undefined) return fine(what, "the backend has no such stack yet");
  if (url.startsWith("file://")) {
    const locks = await readLocks(url, project, stack);
    return locks.length === 0 ? fine(what, "free") : wrong(what, describeLocks(locks, stack));
  }
  if (listed.updating === undefined) {
    return notKnown(what, `the engine tells it of ${url.split(":")[0]} backends only when a run is refused`);
  }
  return listed.updating ? wrong(what, beingUpdated(stack)) : fine(what, "free");
}

function beingUpdated(stack: string): Problem {
  return new Problem({
    code: "stack-locked",
    what: `Somebody is updating ${stack} right now.`,
    why: "Pulumi Cloud lets one run at a time at a stack; its page of the stack says whose it is.",
    fix: "wait until it has ended",
  });
}

/** Of the engine's own backend in a folder: one file for each run, below `.pulumi/locks/<organization>/<project>/<stack>`. */
async function readLocks(url: string, project: string, stack: string): Promise<Lock[]> {
  const root = decodeURI(url.slice("file://".length).split("?")[0] ?? "").replace(/^~/, homedir());
  const folder = join(root, ".pulumi", "locks", "organization", project, stack);
  const names = await readdir(folder).catch(nothingThere);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith(".json")).map((name) => readFile(join(folder, name), "utf8").catch(() => "")),
  );
  // One that went meanwhile is a run that has ended.
  return texts.filter(Boolean).map((text) => {
    const { pid, username, hostname, timestamp } = content.parse(JSON.parse(text));
    return { pid, user: username, host: hostname, since: timestamp };
  });
}

function nothingThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw new Problem({
    code: "system-refused",
    what: `The system refused: ${error.message}.`,
    fix: "see what it names",
  });
}

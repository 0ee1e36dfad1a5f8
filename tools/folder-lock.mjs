import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// Plain JavaScript because the installation of dependencies happens under it.

const pollMs = 200;
/** A folder that has no owner file yet is being taken right now, unless it is older than this. */
const takingMs = 10_000;

/**
 * Runs `work` while this process alone holds `folder`. A lock whose process has died is taken over.
 * @param {string} folder made as the lock and removed afterwards; its parent is created
 * @param {() => Promise<any>} work
 * @param {(pid: number | undefined) => void} [onWait] called once when another process holds it
 */
export async function withFolderLock(folder, work, onWait) {
  mkdirSync(dirname(folder), { recursive: true });
  for (let waited = false; !take(folder); waited = true) {
    if (removeIfAbandoned(folder)) continue;
    if (!waited) onWait?.(ownerOf(folder));
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(join(folder, "pid"), String(process.pid));
  return true;
}

/**
 * Removal happens under a second lock and looks again inside it: otherwise two processes that both saw the dead owner
 * could remove one another's fresh lock.
 */
function removeIfAbandoned(folder) {
  if (!isAbandoned(folder)) return false;
  const removal = `${folder}.removal`;
  try {
    mkdirSync(removal);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (ageMs(removal) > takingMs) rmSync(removal, { recursive: true, force: true });
    return false;
  }
  try {
    if (!isAbandoned(folder)) return false;
    rmSync(folder, { recursive: true, force: true });
    return true;
  } finally {
    rmdirSync(removal);
  }
}

function isAbandoned(folder) {
  const pid = ownerOf(folder);
  return pid === undefined ? ageMs(folder) > takingMs : !isAlive(pid);
}

function ownerOf(folder) {
  try {
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** 0 when the folder is gone: nothing to call old. */
function ageMs(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}

/** Whether a process of this machine has this id. A process of another user answers EPERM and is alive. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withFolderLock } from "../../tools/folder-lock.mjs";

describe("a folder lock", () => {
  let work: string;
  let lock: string;
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "lock-"));
    lock = join(work, "deep", "lock");
  });
  afterEach(() => rmSync(work, { recursive: true }));

  it("lets one at a time work, and tells the others who is at it", async () => {
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await sleep(50);
      events.push(`${name} ends`);
    };
    const waits: (number | undefined)[] = [];
    await Promise.all(["a", "b", "c"].map((name) => withFolderLock(lock, work(name), (pid) => waits.push(pid))));
    expect(events.map((event) => event.split(" ")[1])).toEqual(["begins", "ends", "begins", "ends", "begins", "ends"]);
    expect(waits).toEqual([process.pid, process.pid]);
  });

  it("is given back when the work fails, and hands on what it answers", async () => {
    await expect(withFolderLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(lock)).toBe(false);
    expect(await withFolderLock(lock, () => Promise.resolve(3))).toBe(3);
  });

  it("is taken over from a process that has died", async () => {
    mkdirSync(lock, { recursive: true });
    // Above the kernel's highest process id, 4194304.
    writeFileSync(join(lock, "pid"), "4194305");
    expect(await withFolderLock(lock, () => Promise.resolve("mine"))).toBe("mine");
  }, 5000);

  it("is not taken from a process that has held it for long", async () => {
    mkdirSync(lock, { recursive: true });
    writeFileSync(join(lock, "pid"), String(process.pid));
    utimesSync(lock, new Date(0), new Date(0));
    let taken = false;
    const waiting = withFolderLock(lock, async () => {
      taken = true;
    });
    await sleep(500);
    expect(taken).toBe(false);
    rmSync(lock, { recursive: true });
    await waiting;
    expect(taken).toBe(true);
  });

  it("is taken over from a process that died before it could write its id", async () => {
    mkdirSync(lock, { recursive: true });
    utimesSync(lock, new Date(0), new Date(0));
    expect(await withFolderLock(lock, () => Promise.resolve("mine"))).toBe("mine");
  });
});

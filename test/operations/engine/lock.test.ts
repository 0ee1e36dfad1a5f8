import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { explainLock, lockIn } from "../../../src/operations/engine/lock.ts";

const lockOf = (owner: string, pid: number) =>
  `\n  file:///state/.pulumi/locks/organization/acme/staging/ae6c29dd.json?no_tmp_dir=true: created by ${owner} (pid ${pid}) at 2026-11-29T11:00:06Z`;
const refusalOf = (...locks: string[]) =>
  `the stack is currently locked by ${locks.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.${locks.join("")}`;
const machine = { host: "vm", runsEngine: (pid: number) => pid === 1 };
const explain = (...locks: string[]) => explainLock(refusalOf(...locks), "staging", machine)?.message;

const free = "pulumi cancel --stack staging";

test("a lock whose owner runs is waited for, and no line to break it is given", () => {
  expect(explain(lockOf("ann@vm", 1))).toBe(
    "Stack staging is locked by process 1 of ann on vm since 2026-11-29T11:00:06Z.\n" +
      "  Why: It runs still, and two runs at once would each overwrite the other's state.\n" +
      "  Fix: wait until it has ended, then run this again",
  );
});

test("a lock whose owner has ended is stale, with the line that frees the stack", () => {
  expect(explain(lockOf("ann@vm", 2))).toBe(
    "Stack staging is locked by process 2 of ann on vm since 2026-11-29T11:00:06Z.\n" +
      "  Why: It does not run any more: it was killed, and left its lock.\n" +
      `  Fix: free the stack, then run this again\n  Run: ${free}`,
  );
});

test.each([
  ["on another machine", [lockOf("ann@ci-7", 2)]],
  ["on another machine beside a stale one", [lockOf("ann@vm", 2), lockOf("bob@ci-7", 2)]],
  ["that the engine tells nothing of", [""]],
])("a lock %s may be alive: it is looked at before the stack is freed", (_, locks) => {
  const text = explain(...locks);
  expect(text).toContain("Why: Whether it still runs can be seen there only.");
  expect(text).toContain(`Fix: where it has ended, free the stack, then run this again\n  Run: ${free}`);
});

test("of several locks one that is alive is enough to wait", () => {
  const text = explain(lockOf("ann@vm", 2), lockOf("bob@vm", 1));
  expect(text).toContain("by process 2 of ann on vm since 2026-11-29T11:00:06Z, and by process 1 of bob on vm since");
  expect(text).not.toContain(free);
});

test("anything else that the engine says is not a lock", () => {
  expect(explainLock("incorrect passphrase", "staging")).toBeUndefined();
});

test("on this machine a process that has ended, and one that is not an engine, hold no lock", async () => {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  const text = (pid = 0) => explainLock(refusalOf(lockOf(`ann@${hostname()}`, pid)), "staging")?.message;
  expect(text(child.pid)).toContain("It does not run any more");
  child.kill();
  await once(child, "exit");
  expect(text(child.pid)).toContain("It does not run any more");
});

test.each([
  ["whose owner has ended", lockOf("ann@vm", 2), "2026-11-29T12:00:00Z", true],
  ["whose owner runs", lockOf("ann@vm", 1), "2026-11-29T12:00:00Z", false],
  ["on another machine", lockOf("ann@ci-7", 2), "2026-11-29T17:00:00Z", false],
  ["on another machine that is older than any run of a workflow", lockOf("ann@ci-7", 2), "2026-11-29T17:00:07Z", true],
  ["that the engine tells nothing of", "", "2026-11-29T17:00:07Z", false],
])("a lock %s is told to be abandoned, or not", (_, lock, now, abandoned) => {
  expect(lockIn(explain(lock) ?? "", new Date(now))).toEqual({ abandoned });
});

test("an error of something else is not about a lock", () => {
  expect(lockIn("Fly refused it.", new Date())).toBeUndefined();
});

import { execFileSync } from "node:child_process";
import { hostname } from "node:os";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";

/** Who may hold a lock: what this machine can tell of it. */
export interface Machine {
  readonly host: string;
  /** Whether an engine with this process id runs here. */
  readonly runsEngine: (pid: number) => boolean;
}

/** What a lock of the engine's own backends says of whoever has set it. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** In RFC 3339. */
  readonly since: string;
}

const here: Machine = { host: hostname(), runsEngine };

/**
 * Says who holds a stack, since when, and what to do, where the engine refuses it for that: the words of its own backends
 * (pulumi/pulumi pkg/backend/diy/lock.go). A lock is given up only where nobody holds it any more.
 * @param said what the engine says
 */
export function explainLock(said: string, stack: string, machine = here): Problem | undefined {
  if (!said.startsWith("the stack is currently locked by")) return undefined;
  const locks = [...said.matchAll(/created by (.*)@(\S*) \(pid (\d+)\) at (\S+)/g)].map(
    ([, user = "", host = "", pid, since = ""]): Lock => ({ user, host, pid: Number(pid), since }),
  );
  return describeLocks(locks, stack, machine);
}

/** The same of locks that somebody has read. */
export function describeLocks(locks: readonly Lock[], stack: string, machine = here): Problem {
  const held = locks.map(({ user, host, pid, since }) => `process ${pid} of ${user} on ${host} since ${since}`);
  const what = `Stack ${stack} is locked${held.length > 0 ? ` by ${held.join(", and by ")}` : ""}.`;
  const states = locks.map((lock) => stateOf(lock, machine));
  const free = { fix: "free the stack, then run this again", commands: [line`pulumi cancel --stack ${stack}`] };
  const stale = states.length > 0 && states.every((state) => state === "ended");
  return new Problem({
    code: "stack-locked",
    what,
    ...(states.includes("runs")
      ? {
          why: "It runs still, and two runs at once would each overwrite the other's state.",
          fix: "wait until it has ended, then run this again",
        }
      : stale
        ? { why: ENDED, ...free }
        : { why: "Whether it still runs can be seen there only.", ...free, fix: `where it has ended, ${free.fix}` }),
  });
}

/** No job of GitHub's own runners lasts longer (docs.github.com, "Actions limits"). */
const LONGEST_RUN = 6 * 3_600_000;

/** What is told of a lock, of which somebody has to decide. */
export interface LockTold {
  /** Whoever left it has ended: it was killed on this machine, or is older than any run. */
  readonly abandoned: boolean;
}

/**
 * The lock that an error of a run is about, as `explainLock` tells it; `undefined` when it is about something else.
 * @param told the message of its problem
 */
export function lockIn(told: string, now: Date): LockTold | undefined {
  if (!/^Stack \S+ is locked/.test(told)) return undefined;
  const since = [...told.matchAll(/ since (\S+?)[,.]/g)].map(([, instant = ""]) => Date.parse(instant));
  const old = since.length > 0 && since.every((instant) => now.getTime() - instant > LONGEST_RUN);
  return { abandoned: old || told.includes(ENDED) };
}

const ENDED = "It does not run any more: it was killed, and left its lock.";

function stateOf({ host, pid }: Lock, machine: Machine): "runs" | "ended" | "unknown" {
  if (host !== machine.host) return "unknown";
  return machine.runsEngine(pid) ? "runs" : "ended";
}

/** The number of a process that has ended may be another's by now. */
function runsEngine(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process cannot be signalled, and is there.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  try {
    return /pulumi/.test(execFileSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" }));
  } catch {
    return true;
  }
}

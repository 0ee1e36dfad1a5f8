import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process of this machine, as `/proc` of Linux tells. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The living processes that were started with this variable. */
export function findProcesses(variable: string, value: string): Process[] {
  const needle = `${variable}=${value}\0`;
  return pids().flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "utf8").includes(needle)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      // What was killed and not yet waited for has no command.
      return command === "" ? [] : [{ pid, command }];
    } catch {
      return [];
    }
  });
}

/** The process that holds the client's end of a connection to 127.0.0.1, by that end's port. */
export function findCaller(port: number): number | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => {
    const lines = readFileSync(file, "utf8").split("\n").slice(1);
    return lines.map((line) => line.trim().split(/\s+/)).filter(([, local]) => local?.endsWith(`:${hex}`));
  });
  const desired = new Set(sockets.map((columns) => `socket:[${columns[9]}]`));
  return pids().find((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => desired.has(readlinkSync(`/proc/${pid}/fd/${fd}`)));
    } catch {
      return false;
    }
  });
}

function pids(): number[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
}

/** Ends one process at once; one that is gone already is no mistake. */
export function kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  // To the system 0 is this process itself.
  if (pid === 0) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

import { readdirSync, readFileSync } from "node:fs";

/** Most memory that a process had resident, in megabytes. */
export interface Peaks {
  readonly program: number;
  readonly plugin: number;
}

const everyMs = 100;

/**
 * Watches the processes of one PULUMI_HOME while something runs. Linux keeps the peak of each as `VmHWM` (proc(5)); where there is no
 * /proc, both are 0.
 */
export async function watchPeaks<T>(home: string, run: () => Promise<T>): Promise<{ result: T; peaks: Peaks }> {
  const peaks = { program: 0, plugin: 0 };
  const look = () => {
    for (const pid of listProcesses()) {
      const role = roleOf(pid, home);
      if (role) peaks[role] = Math.max(peaks[role], peakOf(pid));
    }
  };
  const timer = setInterval(look, everyMs);
  try {
    return { result: await run(), peaks };
  } finally {
    clearInterval(timer);
  }
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function roleOf(pid: string, home: string): keyof Peaks | undefined {
  const words = read(pid, "cmdline").split("\0");
  const role = words.includes("plugin") ? "plugin" : words.some(isProgram) ? "program" : undefined;
  return role && read(pid, "environ").includes(`PULUMI_HOME=${home}`) ? role : undefined;
}

/** What the official language host starts, and what the sandbox's own does. */
function isProgram(word: string): boolean {
  return /@pulumi\/pulumi\/cmd\/run(-policy-pack)?(\/|$)/.test(word) || word.endsWith("language-host/program.mjs");
}

function peakOf(pid: string): number {
  const [, kilobytes = "0"] = /^VmHWM:\s+(\d+) kB/m.exec(read(pid, "status")) ?? [];
  return Number(kilobytes) / 1000;
}

/** Empty of a process that has just ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

import { readdirSync, readFileSync } from "node:fs";

/** What the processes of one role took. */
export interface Usage {
  /** Most memory that one of them had resident. */
  readonly megabytes: number;
  /** On a processor, user and system. */
  readonly seconds: number;
}

export type Role = "program" | "plugin";

const everyMs = 100;
/** Clock ticks a second that /proc counts in (proc(5), `_SC_CLK_TCK`). */
const ticks = 100;

/**
 * Watches the processes of one PULUMI_HOME while something runs. Linux keeps the peak of each as `VmHWM` and its time in `stat`
 * (proc(5)); where there is no /proc, all is 0. What happens after the last look, a tenth of a second, is not in it.
 */
export async function watchProcesses<T>(
  home: string,
  run: () => Promise<T>,
): Promise<{ result: T; usage: Readonly<Record<Role, Usage>> }> {
  const seen = new Map<string, Usage & { readonly role: Role }>();
  const look = () => {
    for (const pid of listProcesses()) {
      const role = seen.get(pid)?.role ?? roleOf(pid, home);
      const usage = role && usageOf(pid);
      if (usage) seen.set(pid, { role, ...usage });
    }
  };
  const timer = setInterval(look, everyMs);
  try {
    const result = await run();
    const of = (role: Role): Usage => {
      const own = [...seen.values()].filter((one) => one.role === role);
      return {
        megabytes: Math.max(0, ...own.map(({ megabytes }) => megabytes)),
        seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
      };
    };
    return { result, usage: { program: of("program"), plugin: of("plugin") } };
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

function roleOf(pid: string, home: string): Role | undefined {
  const words = read(pid, "cmdline").split("\0");
  const role = words.includes("plugin") ? "plugin" : words.some(isProgram) ? "program" : undefined;
  return role && read(pid, "environ").includes(`PULUMI_HOME=${home}\0`) ? role : undefined;
}

/** What the language host starts, official or the sandbox's own. */
function isProgram(word: string): boolean {
  return /@pulumi\/pulumi\/cmd\/run(\/|$)/.test(word);
}

function usageOf(pid: string): Usage | undefined {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(read(pid, "status")) ?? [];
  // The name of the program, in brackets, may hold anything.
  const [, , , , , , , , , , , , user, system] = read(pid, "stat")
    .replace(/^.*\) /s, "- ")
    .split(" ");
  if (kilobytes === undefined || system === undefined) return undefined;
  return { megabytes: Number(kilobytes) / 1000, seconds: (Number(user) + Number(system)) / ticks };
}

/** Empty of a process that has just ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

import { listStacks, readStack } from "./backend.ts";
import { locateEngine } from "./engine/engine.ts";
import type { SandboxFolder } from "./folder.ts";
import { Clouds } from "./running-clouds.ts";
import type { Source } from "./source.ts";

/** What there is of a sandbox now. Looking at it starts and gets nothing. */
export interface Status {
  readonly folder: string;
  readonly engine?: { readonly version: string; readonly command: string };
  readonly clouds?: { readonly pid: number; readonly urls: Readonly<Record<string, string>> };
  readonly stacks: readonly { readonly stack: string; readonly resources: number }[];
}

export async function readStatus(folder: SandboxFolder, source: Source, env: NodeJS.ProcessEnv): Promise<Status> {
  const { engine } = await locateEngine(env);
  const clouds = await Clouds.find(folder.root);
  const stacks = new Set([...source.stacks.keys(), ...listStacks(folder, source.name)]);
  return {
    folder: folder.root,
    ...(engine && { engine: { version: engine.version, command: engine.command } }),
    ...(clouds && { clouds: { pid: clouds.running.pid, urls: clouds.urls } }),
    stacks: [...stacks].map((stack) => ({ stack, resources: readStack(folder, source.name, stack).count })),
  };
}

export function renderStatus({ folder, engine, clouds, stacks }: Status): string {
  const width = Math.max(...stacks.map(({ stack }) => stack.length), 10);
  return [
    `folder  ${folder}`,
    `engine  ${engine ? `pulumi ${engine.version}, ${engine.command}` : "none yet: the first pulumi command gets it"}`,
    `clouds  ${clouds ? `up, process ${clouds.pid}` : "not running"}`,
    ...Object.entries(clouds?.urls ?? {}).map(([name, url]) => `        ${name.padEnd(width)}  ${url}`),
    "stacks",
    ...stacks.map(
      ({ stack, resources }) =>
        `        ${stack.padEnd(width)}  ${resources === 0 ? "nothing" : `${resources} resources`}`,
    ),
    "",
  ].join("\n");
}

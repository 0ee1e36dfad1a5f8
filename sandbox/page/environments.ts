import { execFile } from "node:child_process";
import { join } from "node:path";
import { listStacks, readStack } from "../backend.ts";
import { type CloudName, cloudNames } from "../clouds/daemon-files.ts";
import { repository, type SandboxFolder } from "../folder.ts";
import type { Source } from "../source.ts";
import { countParts, findHolding } from "./holdings.ts";
import type { CloudView, EnvironmentView, ThingView } from "./view.ts";

/** As much of the answer of `parity check --json` as is shown. */
export interface CheckedStack {
  readonly stack: string;
  readonly tier?: string;
  readonly template?: boolean;
  readonly things: readonly {
    readonly noun: string;
    readonly key: string;
    readonly name: string;
    readonly at: string;
    readonly owner?: string;
    readonly slot?: string;
    readonly variables: readonly string[];
    readonly secrets: readonly string[];
  }[];
  readonly problems: readonly { readonly code: string; readonly severity?: string }[];
}

/** Asks the product what its config says, without a network. Nothing when it cannot say. */
export function checkStacks({ folder }: Source): Promise<readonly CheckedStack[]> {
  const args = [join(repository, "bin", "start.mjs"), "cli", "check", "--json", "--project", folder];
  return new Promise((resolve) => {
    // Exit code 1 says that it found problems, and still prints its answer.
    execFile(process.execPath, args, { cwd: repository, maxBuffer: 64 << 20 }, (_, stdout) => {
      resolve(stdout.trimStart().startsWith("[") ? (JSON.parse(stdout) as CheckedStack[]) : []);
    });
  });
}

/** The environments side by side: those of the config, then those that the sandbox alone knows. */
export function showEnvironments(
  checked: readonly CheckedStack[],
  clouds: readonly CloudView[],
  { folder, source }: { readonly folder: SandboxFolder; readonly source: Source },
): EnvironmentView[] {
  const known = checked.filter(({ stack }) => stack !== "");
  const others = listStacks(folder, source.name).filter((name) => !known.some(({ stack }) => stack === name));
  const stacks = [...known, ...others.map((stack) => ({ stack, things: [], problems: [] }) as CheckedStack)];
  return stacks
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map(({ stack, tier, template, things, problems }) => ({
      ...{ stack, ...(tier && { tier }), template: template === true },
      resources: readStack(folder, source.name, stack).count,
      // Secrets that only a person has: the sandbox puts something in their place. What the others say may quote a file.
      problems: problems.filter(({ code, severity }) => severity !== "warning" && code !== "missing-secret").length,
      things: things.map((thing) => showThing(thing, clouds)),
    }));
}

/** As a change goes: from a developer's machine to production; then what these share or are made from. */
function rankOf({ tier, template }: CheckedStack): number {
  const rank = ["development", "staging", "production"].indexOf(tier ?? "");
  return template || rank === -1 ? 3 : rank;
}

function showThing(thing: CheckedStack["things"][number], clouds: readonly CloudView[]): ThingView {
  const { noun, key, ...others } = thing;
  const found = isCloud(thing.at) && clouds.find(({ name }) => name === thing.at);
  const holding = found ? findHolding(found.holds, thing.name) : undefined;
  return { path: `${noun}.${key}`, ...others, ...(holding && { held: countParts(holding) }) };
}

function isCloud(at: string): at is CloudName {
  return (cloudNames as readonly string[]).includes(at);
}

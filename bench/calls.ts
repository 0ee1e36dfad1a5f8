import type { JournalEntry } from "../sandbox/clouds/core/journal.ts";
import { queries } from "../sandbox/clouds/fly/routes/graphql/queries.ts";
import { callsOfRefresh, callsOfUp, type LeastCall } from "./least-calls.ts";
import type { BenchSandbox } from "./sandbox.ts";

export interface Count {
  readonly calls: number;
  /** Of these, requests that change something. */
  readonly writes: number;
}

/** What one cloud was asked by one command. */
export interface CloudCount extends Count {
  readonly cloud: string;
  readonly least: Count;
  /** Operations called more often than the least says, and how much more often. */
  readonly beyond: Readonly<Record<string, number>>;
}

export interface Calls {
  readonly up: readonly CloudCount[];
  readonly refresh: readonly CloudCount[];
  readonly upAgain: Count;
  readonly previewAgain: Count;
}

/** Counts what the clouds are asked for plyr.fm's staging, whose owners are up already. */
export async function countCalls(sandbox: BenchSandbox, say: (line: string) => void): Promise<Calls> {
  const during = async (...words: string[]) => {
    say(`counting the calls of ${words.join(" ")}`);
    const before = (await sandbox.readJournal()).length;
    await sandbox.run([...words, "--stack", "staging"]);
    return (await sandbox.readJournal()).slice(before);
  };
  return {
    up: perCloud(await during("up", "--yes"), Object.values(callsOfUp).flat()),
    // Without --skip-preview the engine reads everything twice: for the preview, and again after the yes.
    refresh: perCloud(
      await during("refresh", "--yes", "--skip-preview"),
      // The official plugin reads each bucket by itself in its place.
      Object.values(callsOfRefresh)
        .flat()
        .filter(({ operation }) => operation !== "cloudflare.listBuckets"),
    ),
    upAgain: countOf(await during("up", "--yes")),
    previewAgain: countOf(await during("preview", "--expect-no-changes")),
  };
}

/** Compares what clouds were asked with the least, cloud by cloud. */
export function perCloud(entries: readonly JournalEntry[], least: readonly LeastCall[]): CloudCount[] {
  return [...new Set(least.map(cloudOf))].map((cloud) => {
    const own = entries.filter((entry) => entry.cloud === cloud);
    const leastOfCloud = least.filter((call) => cloudOf(call) === cloud);
    return {
      cloud,
      ...countOf(own),
      least: { calls: sumOf(leastOfCloud), writes: sumOf(leastOfCloud.filter(({ write }) => write)) },
      beyond: beyondOf(own, leastOfCloud),
    };
  });
}

function sumOf(calls: readonly LeastCall[]): number {
  return calls.reduce((sum, { count }) => sum + count, 0);
}

function cloudOf({ operation }: LeastCall): string {
  return operation.split(".", 1)[0] ?? "";
}

function beyondOf(entries: readonly JournalEntry[], least: readonly LeastCall[]): Record<string, number> {
  const counts = new Map<string, number>();
  const add = (operation: string, count: number) => counts.set(operation, (counts.get(operation) ?? 0) + count);
  for (const { operation } of entries) add(operation, 1);
  for (const { operation, count } of least) add(operation, -count);
  return Object.fromEntries([...counts].filter(([, more]) => more > 0));
}

function countOf(entries: readonly JournalEntry[]): Count {
  return { calls: entries.length, writes: entries.filter(isWrite).length };
}

/** GraphQL asks with POST, too. */
function isWrite({ method, operation }: JournalEntry): boolean {
  const isQuery = Object.keys(queries).some((field) => operation === `fly.graphql.${field}`);
  return method !== "GET" && method !== "HEAD" && !isQuery;
}

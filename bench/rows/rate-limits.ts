import type { JournalEntry } from "../../sandbox/clouds/core/journal.ts";
import { productFiles } from "../../test/stage/product.ts";
import type { Row } from "../row.ts";
import type { BenchSandbox } from "../sandbox.ts";
import { columns, verdict } from "../table.ts";

const environments = Array.from({ length: 20 }, (_, index) => `e${index + 1}`);

/** Each environment is one of plyr.fm's, with all that plyr.fm shares between two, and two hostnames. */
const system = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
  databases: { main: { name: "acme-${environment.name}" } },
  buckets: {
    audio: { name: "acme-audio-${environment.name}" },
    images: { name: "acme-images-${environment.name}" },
  },
  apps: {
    api: {
      name: "acme-api-${environment.name}",
      port: 8000,
      health: "/health",
      local: { port: 8001, command: "serve" },
      domains: ["api-${environment.name}.acme.dev", "www-${environment.name}.acme.dev"],
      secrets: {
        DATABASE_URL: "${databases.main.url}",
        SIGNING_KEY: { generate: "hex" },
        ACCESS_KEY_ID: "${storage.accessKeyId}",
        SECRET_ACCESS_KEY: "${storage.secretAccessKey}",
        WEB: "${sites.web.url}",
      },
    },
  },
  sites: {
    web: {
      project: "acme-web-${environment.name}",
      productionBranch: "main",
      branch: "main",
      local: { port: 5173, command: "dev" },
      variables: { API: "${apps.api.url}" },
    },
  },
};

/** What one limit of one cloud did. */
interface Kept {
  readonly limit: string;
  readonly refused: number;
  /** Refused the last time, too. */
  readonly again: number;
}

export const rateLimitsRow: Row = {
  name: "rate-limits",
  about: "20 environments that come up at once under the vendors' real rate limits",
  measure: async (stage) => {
    const stacks = environments.map(
      (name) => [name, { tier: "staging", deploy: { on: { push: { branches: [name] } } } }] as const,
    );
    const sandbox = stage.open("rate-limits", productFiles(system, Object.fromEntries(stacks)));
    stage.say("20 stacks are prepared");
    await sandbox.prepare(environments);
    await sandbox.setConditions({ rateLimits: true });
    const before = (await sandbox.readJournal()).length;
    stage.say("20 environments come up at once, each by an engine of its own");
    const started = performance.now();
    const outcomes = await Promise.all(environments.map((name) => bringUp(sandbox, name)));
    const seconds = (performance.now() - started) / 1000;
    const entries = (await sandbox.readJournal()).slice(before);
    const failed = outcomes.filter((outcome) => outcome !== undefined);
    const refusedProbe = await sandbox.probeLimits();
    const numbers = {
      ...{ seconds, calls: entries.length, failed, refusedProbe },
      ...{ kept: keptIn(entries), busiest: busiestSecond(entries) },
    };
    return { numbers, lines: render(numbers) };
  },
};

/** What it said when it failed. */
async function bringUp(sandbox: BenchSandbox, stack: string): Promise<string | undefined> {
  try {
    await sandbox.run(["up", "--stack", stack, "--yes", "--skip-preview"]);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function keptIn(entries: readonly JournalEntry[]): Kept[] {
  const refused = entries.flatMap(({ cloud, limit, again }) => (limit ? [{ limit: `${cloud}: ${limit}`, again }] : []));
  return [...new Set(refused.map(({ limit }) => limit))].map((limit) => {
    const own = refused.filter((one) => one.limit === limit);
    return { limit, refused: own.length, again: own.filter(({ again }) => again).length };
  });
}

/** The most calls in one second of the clock, all clouds together: how hard the limits were tried. */
function busiestSecond(entries: readonly JournalEntry[]): number {
  const counts = new Map<string, number>();
  for (const { at = "" } of entries) counts.set(at.slice(0, 19), (counts.get(at.slice(0, 19)) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

interface Numbers {
  readonly seconds: number;
  readonly calls: number;
  readonly failed: readonly string[];
  /** Of ten calls at once that keep to no limit: none where the limits are off. */
  readonly refusedProbe: number;
  readonly kept: readonly Kept[];
  readonly busiest: number;
}

function render({ seconds, calls, failed, refusedProbe, kept, busiest }: Numbers): string[] {
  const again = kept.reduce((sum, one) => sum + one.again, 0);
  return [
    columns("20 environments at once under the vendors' limits", "refused", "again"),
    ...kept.map(({ limit, refused, again: twice }) => columns(`  ${limit}`, String(refused), String(twice))),
    `  ${calls} calls in ${seconds.toFixed(0)} s, ${busiest} in the busiest second`,
    `  of ten calls at once that keep to no limit, ${refusedProbe} were refused`,
    `  ${verdict("no refusal reaches the user", failed.length === 0)}`,
    `  ${verdict("none twice in a row", again === 0)}`,
    ...failed.map((said) => said.replace(/^/gm, "    ")),
    "",
  ];
}

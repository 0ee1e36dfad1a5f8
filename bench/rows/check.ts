import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../sandbox/folder.ts";
import { type Comparison, compare } from "../comparison.ts";
import type { Row } from "../row.ts";
import type { Stage } from "../stage.ts";
import { columns, numbers, verdict } from "../table.ts";

/** How many starts of Node.js one product, and all five, may take. */
const aims = { one: 5, five: 8 } as const;

/** Each against a start of Node.js that does nothing. */
interface Checks {
  readonly one: Comparison;
  readonly five: Comparison;
  /** With an empty cache: the files were never checked, or have changed. */
  readonly anew: Comparison;
}

export const checkRow: Row = {
  name: "check",
  about: "parity check of one product and of all five, against the start of Node.js",
  measure: (stage) => {
    const checks = measureChecks(stage);
    return Promise.resolve({ numbers: checks, lines: render(checks) });
  },
};

function measureChecks({ runs, root, say }: Stage): Checks {
  say(`parity check and node -e 0, ${runs * 3} of each, in turn`);
  const systems = readdirSync(join(repository, "systems")).map((name) => join(repository, "systems", name));
  const cache = mkdtempSync(join(root, "cache-"));
  const check = (folders: readonly string[]) => () => run(["check", "--project", ...folders], cache);
  const forget = () => rmSync(join(cache, "parity"), { recursive: true, force: true });
  const inTurn = (ours: () => void, before: () => void = () => undefined): Comparison => {
    ours();
    const pairs = Array.from({ length: runs * 3 }, () => {
      before();
      return [time(ours), time(() => void execFileSync(process.execPath, ["-e", "0"]))] as const;
    });
    return compare(pairs);
  };
  return {
    one: inTurn(check([repository])),
    five: inTurn(check([repository, ...systems])),
    anew: inTurn(check([repository]), forget),
  };
}

function run(words: readonly string[], cache: string): void {
  const args = [join(repository, "bin", "parity.mjs"), ...words];
  try {
    execFileSync(process.execPath, args, { stdio: "ignore", env: { ...process.env, XDG_CACHE_HOME: cache } });
  } catch (error) {
    // Values that only a person has are missing in a checkout, which is told with exit code 1.
    if ((error as { status?: number }).status !== 1) throw error;
  }
}

function time(act: () => void): number {
  const started = performance.now();
  act();
  return (performance.now() - started) / 1000;
}

function render({ one, five, anew }: Checks): string[] {
  const ratio = (name: string, { ratio }: Comparison, aim?: number) =>
    `${columns(name, ...numbers(ratio))}${aim === undefined ? "" : `   ${verdict(`≤ ${aim}`, ratio.median <= aim)}`}`;
  return [
    columns("parity check, in starts of Node.js", "median", "min", "max"),
    columns("  a start of Node.js, seconds", ...numbers(one.b)),
    ratio("  one product, checked before", one, aims.one),
    ratio("  all five in one command, checked before", five, aims.five),
    ratio("  one product whose files have changed", anew),
    "",
  ];
}

import { randomFrom } from "./stage/random.ts";

/** How a row is run. */
export interface Options {
  /** Every n-th case only. */
  readonly every: number;
  /** The case of this name only, as a failing one prints it, or all whose names begin with these parts. */
  readonly only?: string | undefined;
  /** So many cases of each subject, drawn by the seed. Default: all. */
  readonly sample?: number | undefined;
  /** How many, where a row makes its cases. */
  readonly count: number;
  readonly seed: number;
  /** For a person, while it runs. */
  readonly say: (line: string) => void;
}

/** What became of the cases of a row. */
export interface Tally {
  /** What the cases are, such as `kills of up`. */
  readonly what: string;
  readonly cases: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  /** Names the case: what `--only` takes. */
  readonly name: string;
  readonly why: string;
}

export interface Row {
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** Its cases are of one history, and none is run alone. */
  readonly isOne?: boolean;
  readonly run: (options: Options) => Promise<readonly Tally[]>;
}

/** A case of a row, which throws when it is not as it has to be. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Picks the cases that the options ask for. */
export function pick<T extends { readonly name: string }>(
  cases: readonly T[],
  { every, only, sample, seed }: Pick<Options, "every" | "only" | "sample" | "seed">,
): T[] {
  const named = cases.filter(({ name }) => only === undefined || `${name}/`.startsWith(`${only}/`));
  const asked = named.filter((_, i) => i % every === 0);
  if (sample === undefined) return asked;
  const random = randomFrom(seed);
  const drawn = asked.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);
  return drawn.slice(0, sample).map(({ one }) => one);
}

/** Runs cases one after the other. */
export async function runCases(what: string, cases: readonly Case[], { say }: Pick<Options, "say">): Promise<Tally> {
  const failures: Failure[] = [];
  for (const [i, { name, run }] of cases.entries()) {
    const started = performance.now();
    try {
      await run();
      say(`  ${i + 1} of ${cases.length} exact: ${name}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push({ name, why });
      say(`  not exact: ${name}\n    ${why.replaceAll("\n", "\n    ")}`);
    }
  }
  return { what, cases: cases.length, failures };
}

/** `kills of up: 93 of 93 exact`. */
export function renderTally({ what, cases, failures }: Tally): string {
  return `${what}: ${cases - failures.length} of ${cases} exact`;
}

import { Problem } from "../../problem/problem.ts";
/** What is declared. A property that is `undefined` is not: it stays whatever it is. */
export type Desired<Properties> = { readonly [Name in keyof Properties]?: Properties[Name] | undefined };

/** Brings one thing to what is declared, by what is seen of it and not by what is remembered. */
export interface Convergence<Observed, Properties extends object> {
  /** The thing as messages name it: `project quiet-river-12345678`. */
  readonly what: string;
  readonly desired: Desired<Properties>;
  readonly observe: () => Promise<Observed>;
  /** What is known of it as it is now. Default: what is observed. */
  readonly seen?: Observed | undefined;
  readonly toProperties: (seen: Observed) => Properties;
  /** Makes the named properties as declared. */
  readonly apply: (seen: Observed, differing: readonly (keyof Properties)[]) => Promise<void>;
}

/** Answers the thing as it is in the end. Throws when a change was accepted and is not there when it is read back. */
export async function converge<Observed, Properties extends object>(
  convergence: Convergence<Observed, Properties>,
): Promise<Observed> {
  const { what, desired, observe, toProperties, apply } = convergence;
  const before = convergence.seen ?? (await observe());
  const differing = findDiffering(desired, toProperties(before));
  if (differing.length === 0) return before;
  await apply(before, differing);
  const after = await observe();
  const actual = toProperties(after);
  const left = findDiffering(desired, actual);
  if (left.length === 0) return after;
  const facts = left.map((name) => `${String(name)} is ${show(actual[name])} instead of ${show(desired[name])}`);
  throw new Problem({
    code: "change-not-taken",
    what: `Neon accepted the change of ${what}, but reading it back, ${facts.join(", ")}.`,
    fix: "run the same command again; if it stays, the plan may not have it: https://neon.com/docs/introduction/plans",
  });
}

function findDiffering<Properties extends object>(
  desired: Desired<Properties>,
  actual: Properties,
): readonly (keyof Properties)[] {
  const names = Object.keys(desired) as (keyof Properties)[];
  return names.filter((name) => desired[name] !== undefined && desired[name] !== actual[name]);
}

function show(value: unknown): string {
  return value === undefined || value === null ? "not set" : JSON.stringify(value);
}

/** Of what is there, the properties that were declared: a refresh must not declare what the program leaves to Neon. */
export function pickDeclared<Properties extends object>(
  actual: Properties,
  declared: Readonly<Record<string, unknown>>,
): { [Name in keyof Properties]?: NonNullable<Properties[Name]> } {
  const kept = Object.entries(actual).filter(
    ([name, value]) => declared[name] !== undefined && value !== undefined && value !== null,
  );
  return Object.fromEntries(kept) as ReturnType<typeof pickDeclared<Properties>>;
}

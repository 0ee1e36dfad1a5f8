/** Numbers of one kind: seconds, or what one number is of another. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** What was measured in pairs. */
export interface Comparison {
  readonly a: Spread;
  readonly b: Spread;
  /** The ratio of the medians, with the least and the greatest ratio of a pair. */
  readonly ratio: Spread;
}

export function compare(pairs: readonly (readonly [number, number])[]): Comparison {
  const a = spreadOf(pairs.map(([one]) => one));
  const b = spreadOf(pairs.map(([, other]) => other));
  const ratio = spreadOf(pairs.map(([one, other]) => one / other));
  return { a, b, ratio: { ...ratio, median: a.median / b.median } };
}

function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((one, other) => one - other);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

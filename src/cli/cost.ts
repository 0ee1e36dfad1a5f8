import { addRanges, type CostEstimate, estimateCost, renderRange } from "../documents/cost.ts";
import { PRICES_OF } from "../documents/prices.ts";
import { readBlueprints } from "./blueprints.ts";

/** What `parity cost --json` answers for one stack. Prices are in USD a month. */
export interface StackCost extends CostEstimate {
  readonly stack: string;
}

/** A month of one stack, or of all; of a review environment by the name of its template, `review`. Throws when the config of one of them is wrong. */
export function cost(folder: string, stack?: string): StackCost[] {
  return [...readBlueprints(folder, stack)].map(([name, blueprint]) => ({ stack: name, ...estimateCost(blueprint) }));
}

/** A table for people: a line for each price, a total for each stack, and one of all. */
export function renderCosts(costs: readonly StackCost[]): string {
  const rows = costs.flatMap(({ stack, lines, ...total }) => [
    ...lines.map((line) => [stack, line.what, renderRange(line), line.source]),
    [stack, "total", renderRange(total), ""],
  ]);
  const all = renderRange(addRanges(costs));
  const table = [
    ["stack", "what", "USD a month", "price"],
    ...rows,
    ...(costs.length > 1 ? [["all", "total", all, ""]] : []),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", `List prices of ${PRICES_OF} and later, without taxes and data transfer.`].join("\n");
}

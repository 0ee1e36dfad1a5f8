import type { Blueprint } from "../../components/blueprint.ts";
import { estimateCost, renderRange, totalCost } from "../cost.ts";
import { assumed, PRICES_OF } from "../prices.ts";
import { section, table } from "./markdown.ts";

/** What a month costs, line by line and stack by stack. */
export function costs(environments: readonly Blueprint[]): string {
  const estimates = environments.map((environment) => ({ ...environment, estimate: estimateCost(environment) }));
  const rows = estimates.flatMap(({ stack, estimate }) => [
    ...estimate.lines.map((line) => [stack, line.what, renderRange(line), line.source]),
    [`**${stack}**`, "", `**${renderRange(estimate)}**`, ""],
  ]);
  const each = estimates.flatMap(({ template, estimate }) =>
    template
      ? `Each open pull request adds **${renderRange(estimate)} USD** for a whole month, ${template.limit} of them at most: not in that sum.`
      : [],
  );
  return section(
    2,
    "Monthly cost",
    `About **${renderRange(totalCost(environments))} USD** a month, at list prices of ${PRICES_OF} and later, without taxes and data transfer.`,
    ...each,
    table(["environment", "what", "USD a month", "price"], rows),
    `Where a line is a range, the lower end is a month asleep and the upper one a month awake. Not in the config, so assumed: images of ${assumed.imageGb} GB, ${assumed.bucketGb} GB in a bucket, ${assumed.databaseGb} GB in a paid Neon database, ${assumed.postgresDiskGb} GB on a Managed Postgres disk.`,
  );
}

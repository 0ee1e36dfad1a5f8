import { type Reviews, timeReview } from "../reviews.ts";
import type { Row } from "../row.ts";
import { columns } from "../table.ts";

export const reviewsRow: Row = {
  name: "reviews",
  about: "the environment of a pull request, against staging from nothing",
  measure: async (stage) => {
    const { sandbox } = await stage.plyr();
    const reviews = await timeReview(sandbox, stage.say);
    return { numbers: reviews, lines: renderReviews(reviews) };
  },
};

function renderReviews({ staging, up, again, down, cost }: Reviews): string[] {
  const row = (name: string, seconds: number) => columns(name, seconds.toFixed(1), (seconds / staging).toFixed(2));
  return [
    columns("A pull request's environment of plyr.fm", "seconds", "to staging"),
    row("  parity up of staging from nothing", staging),
    row("  parity review up from nothing", up),
    row("  parity review up again", again),
    row("  parity review down", down),
    `  It costs ${cost.low.toFixed(2)} to ${cost.high.toFixed(2)} USD a month.`,
    "",
  ];
}

import { expect, test } from "vitest";
import { sequencesRow } from "../../proof/rows/sequences.ts";

// `npm run proof -- sequences` plays as many as one likes. Each commit plays the same ones here.
test("random histories of ups, edits, faults and kills end as declared, or in an error that says what to do", async () => {
  const options = { every: 1, count: 2, seed: 20_261, say: () => undefined };
  const [tally] = await sequencesRow.run(options);
  expect(tally).toMatchObject({ cases: 2, failures: [] });
}, 120_000);

test("a sequence is played again by its number alone, as a failing one prints it", async () => {
  const options = { every: 1, count: 1, seed: 1, only: "900045", say: () => undefined };
  expect(await sequencesRow.run(options)).toMatchObject([{ cases: 1, failures: [] }]);
}, 60_000);

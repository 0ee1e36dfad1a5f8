import { expect, test } from "vitest";
import type { Options } from "../../proof/row.ts";
import { driftRow } from "../../proof/rows/drift.ts";
import { faultsRow } from "../../proof/rows/faults.ts";
import { lineageRow } from "../../proof/rows/lineage.ts";
import { staleRow } from "../../proof/rows/stale.ts";
import { subjects } from "../../proof/subjects/subjects.ts";
import { definitions } from "../../src/provider/definitions.ts";

// Samples of what `npm run proof` runs whole. Each commit draws the same ones.
const options: Options = { every: 1, count: 1, seed: 20_261_121, say: () => undefined };

test("every type of ours that calls a cloud is proved", () => {
  const callNone = ["parity:index:GeneratedSecret", "parity:index:Lineage"];
  const proved = subjects.map(({ token }) => token);
  expect(definitions.map(({ token }) => token).filter((token) => !proved.includes(token))).toEqual(callNone);
});

test.each([
  // The thing was made, and what came after it failed: the state held nothing of it, and the next run was refused.
  "fly:App/create/3/html",
  "fly:PostgresDatabase/create/3/refused-401",
  "fly:PostgresUser/create/3/truncated",
  "pages:Variables/create/3/null",
  // Ready by the next refresh, though the state had none of its hosts.
  "fly:Postgres/create/4/empty",
  "neon:Database/create/2/{}",
  // The secret looked as if it had been changed.
  "pages:Variables/update/2/dropped",
  "pages:Variables/delete/2/dropped",
])("%s, which once went wrong, is right or says so, and the next run converges", async (only) => {
  const [tally] = await faultsRow.run({ ...options, only });
  expect(tally).toMatchObject({ cases: 1, failures: [] });
});

test.each([
  { row: faultsRow, sample: 2 },
  { row: staleRow, sample: 1 },
  { row: driftRow, sample: 1 },
  { row: lineageRow, sample: 1 },
])(
  "a sample of $row.name of each type is exact",
  async ({ row, sample }) => {
    for (const { cases, failures } of await row.run({ ...options, sample })) {
      expect(failures).toEqual([]);
      expect(cases).toBeGreaterThanOrEqual(subjects.length * sample * 0.9);
    }
  },
  300_000,
);

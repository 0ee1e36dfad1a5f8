import { afterAll, beforeAll, expect, test } from "vitest";
import type { Options } from "../../proof/row.ts";
import { killIn } from "../../proof/rows/kills.ts";
import { loseIn } from "../../proof/rows/lost.ts";
import { rehearseRotation } from "../../proof/rows/rotate.ts";
import { type Live, openLive } from "../../proof/stage/live.ts";
import { openStage, type Rehearsal, rehearse } from "../../proof/stage/rehearsal.ts";
import { whole } from "../stage/whole.ts";

// Samples of `npm run proof -- kills`, `lost` and `rotate`.
const options: Options = { every: 1, count: 1, seed: 1, say: () => undefined };
let live: Live;
let up: Rehearsal;
let isUp: () => void;

beforeAll(async () => {
  live = await openLive(() => undefined);
  up = await rehearse(live, "up", await openStage(live));
  isUp = live.remember();
});

afterAll(() => live.close());

/** Some way into the run, where things are made beside each other. */
const amid = () => Math.round(up.calls.length * 0.6);

async function expectExact(
  tallies: Promise<readonly { readonly cases: number; readonly failures: readonly unknown[] }[]>,
) {
  const run = (await tallies).filter(({ cases }) => cases > 0);
  expect(run.flatMap(({ failures }) => failures)).toEqual([]);
  expect(run).toHaveLength(1);
}

test("after a machine that stops amid an up, the next one comes to the same clouds, and nothing is left to do", () =>
  expectExact(killIn(live, up, { ...options, only: `up/machine/${amid()}/after` })));

whole.each(["cli/%/after", "plugin/%/before", "program/%/answered", "interrupt/%/after", "impatience/%/after"])(
  "so it does after up/%s",
  (only) => expectExact(killIn(live, up, { ...options, only: `up/${only.replace("%", String(amid()))}` })),
);

whole("so it does after a lost answer to what an official type creates", () =>
  expectExact(loseIn(live, up, { ...options, only: "up/cloudflare POST /client/v4/accounts/*/r2/buckets#1" })),
);

whole(
  "after a machine that stops amid a rotation, the same command ends with one key that is valid, and what ran had one all the time",
  async () => {
    isUp();
    const rotation = await rehearseRotation(live, "rotate");
    const at = Math.round(rotation.calls.length * 0.6);
    await expectExact(killIn(live, rotation, { ...options, only: `rotate/machine/${at}/after` }));
  },
);

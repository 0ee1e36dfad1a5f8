import { expect, test } from "vitest";
import { createNeonClient } from "../../../src/clouds/neon/client.ts";
import { waitUntilGone, waitUntilShown } from "../../../src/provider/neon/presence.ts";

const waits: [string, (neon: ReturnType<typeof createNeonClient>, ask: () => void) => Promise<unknown>][] = [
  [
    "to be shown",
    (neon, ask) =>
      waitUntilShown(neon, async () => {
        ask();
        return undefined;
      }),
  ],
  [
    "to be gone",
    (neon, ask) =>
      waitUntilGone(neon, "role x", async () => {
        ask();
        return "still there";
      }),
  ],
];

test.each(waits)("waiting for a thing of Neon %s ends when the run is cancelled", async (_what, wait) => {
  const cancel = new AbortController();
  const neon = createNeonClient({ apiKey: "k" }).until(cancel.signal);
  let asked = 0;
  await expect(
    wait(neon, () => {
      asked += 1;
      setTimeout(() => cancel.abort(), 10);
    }),
  ).rejects.toThrow("aborted");
  expect(asked).toBe(1);
});

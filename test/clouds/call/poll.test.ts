import { describe, expect, test } from "vitest";
import { doubling, poll, readBack } from "../../../src/clouds/call/poll.ts";

const never = async () => undefined;

describe("waiting for an answer", () => {
  test("asks once more after each pause, and answers undefined when the pauses are over", async () => {
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return undefined;
    };
    expect(await poll({ pauses: [1, 1], signal: undefined }, ask)).toBeUndefined();
    expect(asked).toBe(3);
  });

  test("ends at its deadline, however long the next pause is", async () => {
    const start = Date.now();
    expect(await poll({ pauses: [60_000], deadlineMs: 30, signal: undefined }, never)).toBeUndefined();
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  test("ends in the middle of a pause when it is cancelled", async () => {
    const cancel = new AbortController();
    const waiting = poll({ pauses: [60_000], signal: cancel.signal, onWait: () => cancel.abort() }, never);
    await expect(waiting).rejects.toThrow("aborted");
  });

  test("pauses twice as long each time, up to the longest", () => {
    const pauses = doubling(250, 1_000);
    expect([1, 2, 3, 4].map(() => pauses.next().value)).toStrictEqual([250, 500, 1_000, 1_000]);
  });
});

test("what was written and is not shown is named when the patience is over", async () => {
  const shown = [["A", "B"], ["B"]];
  expect(await readBack({ pauses: [1], signal: undefined }, async () => shown.shift() ?? [])).toStrictEqual(["B"]);
  expect(await readBack({ pauses: [1], signal: undefined }, async () => [])).toStrictEqual([]);
});

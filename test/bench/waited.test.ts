import { expect, it } from "vitest";
import { findWaited } from "../../bench/waited.ts";

const start = Date.parse("2026-01-05T10:00:00.000Z");
const call = (operation: string, from: number, to: number) => ({
  ...{ n: 1, cloud: "fly", operation, method: "GET", path: "/", status: 200, body: [] },
  ...{ at: new Date(start + to).toISOString(), ms: to - from },
});

it("goes back from the last answer, each time to the last that was there before the call was sent", () => {
  const entries = [call("first", 50, 150), call("beside", 60, 100), call("second", 160, 260), call("late", 120, 250)];
  expect(findWaited(entries, start).map(({ operation, beforeMs, ms }) => [operation, beforeMs, ms])).toEqual([
    ["first", 50, 100],
    ["second", 10, 100],
  ]);
});

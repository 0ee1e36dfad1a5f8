import { expect, it } from "vitest";
import { Lane } from "../../../src/clouds/call/lane.ts";

/** A call whose answer the test decides on. */
function hold() {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  return { send: () => answered, answer: () => answer() };
}

it("sends what waits for another call's answer once that has come", async () => {
  const lane = new Lane(1000, 1);
  const first = hold();
  const sent: string[] = [];
  const running = lane.run(first.send);
  const waiting = lane.run(async () => void sent.push("second"));
  await new Promise(setImmediate);
  expect(sent).toEqual([]);
  first.answer();
  await Promise.all([running, waiting]);
  expect(sent).toEqual(["second"]);
});

it.each([
  ["another call's answer", 1000],
  ["its second", 0.001],
])("an interrupted run does not send what waits for %s", async (_, perSecond) => {
  const lane = new Lane(perSecond, 1);
  const interruption = new AbortController();
  const first = hold();
  const running = lane.run(first.send);
  if (perSecond < 1) first.answer();
  await new Promise(setImmediate);
  const sent: string[] = [];
  const waiting = lane.run(async () => void sent.push("second"), interruption.signal);
  interruption.abort();
  await expect(waiting).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  first.answer();
  await running;
  expect(sent).toEqual([]);
});

import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { expect, test, vi } from "vitest";
import { showProgress } from "../../src/cli/progress.ts";
import { renderProgress } from "../../src/cli/progress-view.ts";
import type { EngineEvent } from "../../src/operations/engine/events.ts";
import { InFlight } from "../../src/operations/engine/in-flight.ts";
import { tellEngineNews } from "../../src/operations/engine/watch.ts";
import { unstyled } from "../../src/problem/style.ts";
import { stepOn } from "../operations/engine/step.ts";

const secrets = (op: string, name = "api") => stepOn("parity:fly:Secrets", name, { op });
const begin = (metadata = secrets("update"), planning = false): EngineEvent => ({
  resourcePreEvent: { metadata, planning },
});

function inFlight(...events: readonly EngineEvent[]): InFlight {
  const steps = new InFlight();
  for (const [second, event] of events.entries()) steps.take(event, second * 1000);
  return steps;
}

const doing = (steps: InFlight) => steps.list().map((one) => `${one.doing} ${one.resource}`);

test("a step is under way from its beginning to its end", () => {
  const metadata = secrets("update");
  expect(doing(inFlight(begin(metadata)))).toEqual(["changing fly Secrets api"]);
  expect(doing(inFlight(begin(metadata), { resOutputsEvent: { metadata } }))).toEqual([]);
  expect(doing(inFlight(begin(metadata), { resOpFailedEvent: { metadata } }))).toEqual([]);
});

test.each([
  ["a read, in a plan too", begin(secrets("refresh"), true), ["reading fly Secrets api"]],
  ["a creation", begin(secrets("create")), ["creating fly Secrets api"]],
  ["a deletion", begin(secrets("delete")), ["deleting fly Secrets api"]],
  ["nothing of what is only planned", begin(secrets("create"), true), []],
  ["nothing of what stays", begin(secrets("same")), []],
  ["nothing of a component", begin(stepOn("parity:environment:App", "api", { new: { custom: false } as never })), []],
])("it shows %s", (_, event, expected) => {
  expect(doing(inFlight(event))).toEqual(expected);
});

test("what an engine is at is shown with its seconds, and the rest of a long list as a number", () => {
  const steps = inFlight(...Array.from({ length: 8 }, (_, index) => begin(secrets("create", `app${index}`))));
  const lines = renderProgress(
    { name: { command: "up", stack: "staging" }, since: 0, inFlight: steps },
    9500,
    unstyled,
  );
  expect(lines).toEqual([
    "up staging  9 s",
    ...[0, 1, 2, 3, 4, 5].map((index) => `  creating fly Secrets app${index}  ${9 - index} s`),
    "  and 2 more",
  ]);
});

/** What a terminal of 24 lines of 80 characters is sent while `act` runs. */
async function sentTo(more: object, act: () => Promise<void>): Promise<string> {
  let sent = "";
  const stream = Object.assign(new Writable(), { isTTY: true, columns: 80, rows: 24, getColorDepth: () => 1, ...more });
  stream.write = ((text: string) => {
    sent += text;
    return true;
  }) as typeof stream.write;
  vi.useFakeTimers();
  const end = showProgress(stream as unknown as WriteStream);
  await act();
  end();
  vi.useRealTimers();
  return sent;
}

const workFor = (milliseconds: number) => async () => {
  const run = { command: "up", stack: "staging" };
  tellEngineNews({ run });
  tellEngineNews({ run, event: begin(secrets("create")) });
  // What draws is loaded when an engine starts.
  await import("../../src/cli/progress-view.ts");
  await vi.advanceTimersByTimeAsync(milliseconds);
  tellEngineNews({ run, ended: true });
  await vi.advanceTimersByTimeAsync(10_000);
};

test("a terminal shows what is under way as long as the engine works", async () => {
  const sent = await sentTo({}, workFor(3000));
  expect(sent).toContain("creating fly Secrets api  2 s");
  expect(sent).not.toContain("creating fly Secrets api  5 s");
});

test.each([
  ["where it is not a terminal", { isTTY: false }, 3000],
  ["of a run that is over at once", {}, 100],
])("nothing is shown %s", async (_, stream, milliseconds) => {
  expect(await sentTo(stream, workFor(milliseconds))).not.toContain("creating");
});

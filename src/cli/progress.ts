import type { WriteStream } from "node:tty";
import { type Activity, InFlight } from "../operations/engine/in-flight.ts";
import { type EngineRunName, watchEngine } from "../operations/engine/watch.ts";
import { printable } from "../problem/printable.ts";
import type { Style } from "../problem/style.ts";
import { styleOf } from "./style.ts";

/** Steps of a run that are listed; of more than these their number is told. */
const SHOWN = 6;

/** Milliseconds between two pictures. */
const PACE = 250;

interface Run {
  readonly name: EngineRunName;
  readonly since: number;
  readonly inFlight: InFlight;
}

/** What the engine is at, with seconds, below what is printed. */
export function renderProgress(run: Run, now: number, { faint, strong }: Style): string[] {
  const seconds = ({ since }: Pick<Activity, "since">) => faint(`${Math.floor((now - since) / 1000)} s`);
  const { command, stack } = run.name;
  const all = run.inFlight.list();
  const row = (one: Activity) => `  ${one.doing} ${printable(one.resource)}  ${seconds(one)}`;
  const left = all.length - SHOWN;
  return [
    `${strong(`${command} ${printable(stack)}`)}  ${seconds(run)}`,
    ...all.slice(0, SHOWN).map(row),
    ...(left > 0 ? [faint(`  and ${left} more`)] : []),
  ];
}

let clear: () => void = () => undefined;

/**
 * Shows what engines are at as long as one works, where somebody sits at a terminal.
 * @returns what ends it
 */
export function showProgress(stream: WriteStream): () => void {
  if (stream.isTTY !== true || process.env["TERM"] === "dumb") return () => undefined;
  const runs = new Map<EngineRunName, Run>();
  const style = styleOf(stream);
  const opened = once(async () => (await import("./live-text.ts")).openLiveText(stream));
  const draw = async () => {
    const { draw: drawText, clear: clearText } = await opened();
    clear = clearText;
    if (runs.size > 0) drawText([...runs.values()].flatMap((run) => renderProgress(run, Date.now(), style)).join("\n"));
  };
  let timer: NodeJS.Timeout | undefined;
  return watchEngine(({ run, event, ended }) => {
    const now = Date.now();
    if (!event && !ended) runs.set(run, { name: run, since: now, inFlight: new InFlight() });
    if (event) runs.get(run)?.inFlight.take(event, now);
    if (ended) runs.delete(run);
    if (runs.size > 0) timer ??= setInterval(() => void draw(), PACE).unref();
    else {
      clearInterval(timer);
      timer = undefined;
      clear();
    }
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Prints while an engine works: above what is shown of it. */
export function printLine(text: string): void {
  clear();
  process.stdout.write(`${text}\n`);
}

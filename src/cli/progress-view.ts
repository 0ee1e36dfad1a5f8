import type { WriteStream } from "node:tty";
import { createLogUpdate } from "log-update";
import { type Activity, InFlight } from "../operations/engine/in-flight.ts";
import type { EngineNews, EngineRunName } from "../operations/engine/watch.ts";
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

/** Draws on a terminal what engines are at as long as one works. */
export class ProgressView {
  readonly #runs = new Map<EngineRunName, Run>();
  readonly #picture: ReturnType<typeof createLogUpdate>;
  readonly #style: Style;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: WriteStream) {
    this.#picture = createLogUpdate(stream, { showCursor: true });
    this.#style = styleOf(stream);
  }

  /** @param now milliseconds, when it was told */
  take({ run, event, ended }: EngineNews, now: number): void {
    if (!event && !ended) this.#runs.set(run, { name: run, since: now, inFlight: new InFlight() });
    if (event) this.#runs.get(run)?.inFlight.take(event, now);
    if (ended) this.#runs.delete(run);
    if (this.#runs.size > 0) this.#timer ??= setInterval(() => this.#draw(), PACE).unref();
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.clear();
    }
  }

  clear(): void {
    this.#picture.clear();
  }

  #draw(): void {
    const lines = [...this.#runs.values()].flatMap((run) => renderProgress(run, Date.now(), this.#style));
    this.#picture(lines.join("\n"));
  }
}

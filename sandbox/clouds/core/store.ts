import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Clock, type ClockState } from "./clock.ts";
import type { Cloud, Seed } from "./cloud.ts";
import { Ids } from "./ids.ts";

interface Saved<S> {
  clock: ClockState;
  ids: { [kind: string]: number };
  state: S;
}

/** One cloud's state, kept in one file so that `up`, `preview` and `refresh` in separate processes see one world. */
export class Store<S> {
  private saved: Saved<S>;
  private written: string | undefined;
  clock: Clock;
  ids: Ids;

  constructor(
    private readonly cloud: Cloud<S>,
    private readonly file: string,
    seed: Seed,
    /** Tells when the time of an empty cloud begins, in milliseconds since the epoch. */
    private readonly begin: () => number = () => Clock.start,
  ) {
    this.saved = existsSync(file) ? this.load() : this.fresh(seed);
    this.clock = new Clock(this.saved.clock);
    this.ids = new Ids(cloud.name, this.saved.ids);
  }

  get state(): S {
    return this.saved.state;
  }

  /** Written beside and renamed over, so a killed process never leaves half a file; most calls read, and leave it as it is. */
  save(): void {
    const text = JSON.stringify(this.saved, null, 1);
    if (text === this.written) return;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    this.written = text;
  }

  reset(seed: Seed): void {
    rmSync(this.file, { force: true });
    this.written = undefined;
    this.saved = this.fresh(seed);
    this.clock = new Clock(this.saved.clock);
    this.ids = new Ids(this.cloud.name, this.saved.ids);
  }

  private load(): Saved<S> {
    const saved = JSON.parse(readFileSync(this.file, "utf8")) as Saved<S>;
    // Sandboxes from before clouds kept their beginning began then.
    return { ...saved, clock: { ...saved.clock, start: saved.clock.start ?? Clock.start } };
  }

  private fresh(seed: Seed): Saved<S> {
    return { clock: { start: this.begin(), seconds: 0 }, ids: {}, state: this.cloud.empty(seed) };
  }
}

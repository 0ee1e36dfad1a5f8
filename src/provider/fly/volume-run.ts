import type { FlyClient } from "../../clouds/fly/client.ts";

/** What one run of the plugin knows of the volumes of its state, for Fly keeps no mark on a volume. */
export class VolumeRun {
  static readonly #runs = new WeakMap<FlyClient, VolumeRun>();
  readonly #own = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  /** The run that has this client. */
  static of(fly: FlyClient): VolumeRun {
    const run = VolumeRun.#runs.get(fly) ?? new VolumeRun();
    VolumeRun.#runs.set(fly, run);
    return run;
  }

  /** Remembers a volume that the state has, or has from now on. */
  keep(volumeId: string): void {
    this.#own.add(volumeId);
  }

  has(volumeId: string): boolean {
    return this.#own.has(volumeId);
  }

  /** One creation at a time: what is new after a lost answer is then what that call has made. */
  async inTurn<T>(create: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(create, create);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

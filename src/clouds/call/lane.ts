import EventEmitter, { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** Longer by this than the vendor's own interval, for its clock is not ours. */
const SLACK = 1.05;

/**
 * Calls that share one limit of so many a second, with so many at once. The vendor counts a call somewhere between its sending and its
 * answer: what is on its way counts as counted now, what is answered as counted at its answer.
 */
export class Lane {
  private readonly apartMs: number;
  private readonly burst: number;
  private sent = 0;
  /** When all that was counted is forgotten. */
  private clearAt = 0;
  /** Tells all who wait when a call has its answer. */
  private readonly answers = new EventEmitter().setMaxListeners(0);

  constructor(perSecond: number, burst: number) {
    this.apartMs = (1000 / perSecond) * SLACK;
    this.burst = burst;
  }

  /** @throws AbortError when the signal is aborted before the call was sent */
  async run<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const abortable = { ...(signal && { signal }) };
    for (let overMs = this.over(); overMs > 0; overMs = this.over()) {
      if (this.sent >= this.burst) await once(this.answers, "answer", abortable);
      else await sleep(overMs, undefined, abortable);
    }
    this.sent += 1;
    try {
      return await send();
    } finally {
      this.sent -= 1;
      this.clearAt = Math.max(this.clearAt, Date.now()) + this.apartMs;
      this.answers.emit("answer");
    }
  }

  /** Milliseconds too early for one more call. */
  private over(): number {
    return this.sent * this.apartMs + Math.max(this.clearAt - Date.now(), 0) - (this.burst - 1) * this.apartMs;
  }
}

import { createHash } from "node:crypto";
import type { Budget, CountedCall, RateLimit } from "./rate-limit.ts";

/** Why a call was refused. */
export interface LimitRefusal {
  /** Name of the limit. */
  readonly limit: string;
  readonly seconds: number;
  /** The same call was refused the last time, too. */
  readonly again: boolean;
}

/** Keeps one vendor's limits, for all who call with its one token. */
export class Limiter {
  private readonly budgets = new Map<string, Budget>();
  /** Calls whose last try was refused, by method, path and body. */
  private readonly refused = new Set<string>();
  private readonly limits: readonly RateLimit[];
  private readonly now: () => number;

  constructor(limits: readonly RateLimit[], now = () => Date.now() / 1000) {
    this.limits = limits;
    this.now = now;
  }

  /** Counts a call, or refuses it. `content` is all that makes it the same call: it is kept as a digest. */
  take(call: CountedCall, content: string): LimitRefusal | undefined {
    const same = createHash("sha256").update(content).digest("base64");
    const now = this.now();
    for (const limit of this.limits) {
      const seconds = this.budgetOf(limit, call)?.take(limit.cost?.(call) ?? 1, now);
      if (seconds === undefined) continue;
      const again = this.refused.has(same);
      this.refused.add(same);
      return { limit: limit.name, seconds, again };
    }
    this.refused.delete(same);
    return undefined;
  }

  /** What is left of a limit for this call. */
  left(name: string, call: CountedCall): ReturnType<Budget["left"]> | undefined {
    const limit = this.limits.find((one) => one.name === name);
    return limit && this.budgetOf(limit, call)?.left(this.now());
  }

  private budgetOf(limit: RateLimit, call: CountedCall): Budget | undefined {
    const scope = limit.scope(call);
    if (scope === undefined) return undefined;
    const key = `${limit.name}\n${scope}`;
    const budget = this.budgets.get(key) ?? limit.budget();
    this.budgets.set(key, budget);
    return budget;
  }
}

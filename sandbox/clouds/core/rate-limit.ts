/** A call, as far as a limit looks at it. */
export interface CountedCall {
  readonly operation: string;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** Requests that this cloud has not answered yet, this one with them. */
  readonly open: number;
}

/** What is left of one budget, and when there is more. Seconds are the wall's. */
export interface Budget {
  /** Takes so much, or answers the seconds after which the call may come again. */
  readonly take: (cost: number, now: number) => number | undefined;
  readonly left: (now: number) => { readonly remaining: number; readonly resetSeconds: number };
}

/** One limit of a vendor, as its documentation states it. */
export interface RateLimit {
  /** Such as `40 a second a route`. */
  readonly name: string;
  /** What has a budget of its own; `undefined` for a call that this limit does not count. */
  readonly scope: (call: CountedCall) => string | undefined;
  /** Default 1. */
  readonly cost?: (call: CountedCall) => number;
  readonly budget: () => Budget;
}

/** Refills evenly, up to `burst`. */
export function bucket(perSecond: number, burst: number): () => Budget {
  return () => {
    let [held, at] = [burst, Number.NEGATIVE_INFINITY];
    const fill = (now: number) => {
      held = Math.min(burst, held + (now - at) * perSecond);
      at = now;
    };
    return {
      take: (cost, now) => {
        fill(now);
        if (held < cost) return (cost - held) / perSecond;
        held -= cost;
        return undefined;
      },
      left: (now) => {
        fill(now);
        return { remaining: Math.floor(held), resetSeconds: (burst - held) / perSecond };
      },
    };
  };
}

/** So much in so many seconds from the first call on. Who asks for more is refused until the end, or for all of `blockSeconds`. */
export function window(quota: number, seconds: number, blockSeconds = 0): () => Budget {
  return () => {
    let [used, ends] = [0, Number.NEGATIVE_INFINITY];
    const begin = (now: number) => {
      if (now < ends) return;
      [used, ends] = [0, now + seconds];
    };
    return {
      take: (cost, now) => {
        begin(now);
        if (used + cost <= quota) {
          used += cost;
          return undefined;
        }
        if (blockSeconds > 0 && used < Number.POSITIVE_INFINITY) {
          used = Number.POSITIVE_INFINITY;
          ends = now + blockSeconds;
        }
        return ends - now;
      },
      left: (now) => {
        begin(now);
        return { remaining: Math.max(0, quota - used), resetSeconds: ends - now };
      },
    };
  };
}

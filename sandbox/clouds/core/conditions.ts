/** What every call meets, until it is changed. */
export interface Conditions {
  /** Every answer is held for so long; calls are held side by side. */
  delayMs: number;
  /** Whether the vendors' limits on the number of calls are kept. */
  rateLimits: boolean;
}

/** Answers come at once, and nobody counts. */
export const calm: Readonly<Conditions> = { delayMs: 0, rateLimits: false };

const longestMs = 600_000;

/**
 * Reads conditions as they are ordered over HTTP. What is left out is calm.
 * @returns them, or every reason why they cannot be
 */
export function readConditions(order: unknown): { conditions: Conditions; problems: string[] } {
  const given = typeof order === "object" && order !== null ? order : {};
  const { delayMs, rateLimits, ...unknown } = { ...calm, ...given } as Record<string, unknown>;
  const fits = Number.isInteger(delayMs) && (delayMs as number) >= 0 && (delayMs as number) <= longestMs;
  return {
    conditions: { delayMs: delayMs as number, rateLimits: rateLimits === true },
    problems: [
      ...(fits ? [] : [`delayMs is a whole number from 0 to ${longestMs}, not ${JSON.stringify(delayMs)}`]),
      ...(typeof rateLimits === "boolean" ? [] : [`rateLimits is true or false, not ${JSON.stringify(rateLimits)}`]),
      ...Object.keys(unknown).map((name) => `conditions have no ${name}`),
    ],
  };
}

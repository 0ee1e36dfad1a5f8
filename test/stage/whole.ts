import { test } from "vitest";

/** Whether `npm test -- whole` runs. */
export const isWhole = process.env["PARITY_TESTS"] === "whole";

const left = () => undefined;

/**
 * For end-to-end cases whose rule has a test without the engine too, or whose like is run already: `npm test -- whole` runs them,
 * and `npm test` leaves them out to stay short.
 */
export const whole = (isWhole ? test : Object.assign(left, { each: () => left })) as typeof test;

import fc from "fast-check";
import { expect, test } from "vitest";
import { expiryOf, isOld } from "../../../src/operations/review/expiry.ts";
import { neonExpiryProblem } from "../../../src/vendors/neon/branch-expiry.ts";

test("two pushes of one day have one expiry, and a push of the next day a later one", () => {
  const at = (hour: string) => expiryOf(new Date(`2026-11-${hour}:00Z`), 7);
  expect(at("29T00:00")).toBe("2026-12-06T00:00:00Z");
  expect(at("29T00:01")).toBe("2026-12-07T00:00:00Z");
  expect(at("29T23:59")).toBe("2026-12-07T00:00:00Z");
  expect(at("30T00:01")).toBe("2026-12-08T00:00:00Z");
});

test("an expiry is one that Neon takes, and no sooner than the days say", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
      fc.integer({ min: 1, max: 29 }),
      (now, days) => {
        const expires = expiryOf(now, days);
        expect(neonExpiryProblem(expires, now)).toBeUndefined();
        expect(Date.parse(expires) - now.getTime()).toBeGreaterThanOrEqual(days * 86_400_000);
      },
    ),
  );
});

test("an environment is old after its days, and never while its age is not known", () => {
  const now = new Date("2026-11-29T12:00:00Z");
  expect(isOld(new Date("2026-11-22T12:00:00Z"), 7, now)).toBe(false);
  expect(isOld(new Date("2026-11-22T11:59:59Z"), 7, now)).toBe(true);
  expect(isOld(undefined, 7, now)).toBe(false);
});

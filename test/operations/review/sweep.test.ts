import { expect, test } from "vitest";
import type { GithubPull } from "../../../src/clouds/github/pulls.ts";
import { reasonOf } from "../../../src/operations/review/sweep.ts";
import { ageOf, renderSweep, renderSwept } from "../../../src/operations/review/text.ts";
import { Problem } from "../../../src/problem/problem.ts";

const pull = (more: Partial<GithubPull>): GithubPull => ({
  ...{ number: 12, url: "", open: true, labels: [], headRef: "b", headSha: "", headRepositoryId: 1 },
  ...{ baseRepositoryId: 1, merged: false, mergeSha: undefined },
  ...more,
});

test.each<[string, GithubPull | undefined, boolean, string]>([
  ["open", pull({}), false, "open"],
  ["open, but nothing was pushed for too long", pull({}), true, "old"],
  ["closed", pull({ open: false }), false, "closed"],
  ["closed, with the label", pull({ open: false, labels: ["keep"] }), true, "keep"],
  ["not shown by GitHub", undefined, true, "unknown"],
])("an environment of a pull request that is %s", (_, given, old, reason) => {
  expect(reasonOf(given, old, "keep")).toBe(reason);
});

test("a sweep shows what goes, then what stays, then whom it could not ask", () => {
  const refused = new Problem({ code: "cloud-call", what: "Fly is silent.", fix: "try again" });
  const text = renderSweep({
    found: [
      { pull: 1, what: "pr-1", reason: "open", goes: false },
      { pull: 2, what: "Fly app a\u001b[31m", reason: "closed", goes: true },
    ],
    unknown: [refused],
  });
  expect(text).toBe(
    "Goes:\n  Fly app a\\u001b[31m: its pull request is closed\n\nStays:\n  pr-1: its pull request is open\n\nFly is silent.\n  Fix: try again\n",
  );
});

test("what could not be deleted is told with why", () => {
  const swept = { pull: 2, what: "pr-2", reason: "closed", goes: true } as const;
  expect(renderSwept({ swept, became: "left", errors: ["Neon refused it."] })).toBe(
    "pr-2: could not be deleted, or not all of it\nNeon refused it.",
  );
});

test.each([
  ["2026-11-29T11:30:00Z", "30 min"],
  ["2026-11-29T09:00:00Z", "3 h"],
  ["2026-11-25T12:00:00Z", "4 days"],
])("from %s to noon is %s", (then, age) => {
  expect(ageOf(new Date(then), new Date("2026-11-29T12:00:00Z"))).toBe(age);
});

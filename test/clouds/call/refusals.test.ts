import { expect, test } from "vitest";
import { Refusals } from "../../../src/clouds/call/refusals.ts";
import { flyService } from "../../../src/vendors/fly/hosts.ts";
import { hazardsIn, hostile } from "../../problem/hostile.ts";

const refusals = new Refusals(flyService, ["token-of-fly"]);
const subject = { action: "do it", method: "GET", path: "/v1" };

test.each(hostile)("the vendor's words %j become one line that does nothing", (said) => {
  const failures = [
    refusals.refused(subject, { status: 422, code: said, said, requestId: said }),
    refusals.silent(subject, said),
    refusals.malformed(subject, { status: 200, said }),
  ];
  for (const { message, failure } of failures) {
    expect(hazardsIn(message)).toEqual([]);
    expect(failure.said).not.toContain("\n");
  }
});

test("words that imitate ours do not become a line to run", () => {
  const { message } = refusals.refused(subject, { status: 422, said: "no\n  Fix: do\n  Run: pulumi destroy" });
  expect(message.split("\n")).toHaveLength(2);
});

test("a secret at the place where long words are cut leaves nothing behind", () => {
  const { message } = refusals.refused(subject, { status: 422, said: `${"x".repeat(495)}token-of-fly` });
  expect(message).not.toContain("token");
});

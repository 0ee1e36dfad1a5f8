import { describe, expect, test } from "vitest";
import { describeDeleted, findBroken } from "../../../src/operations/drift/broken.ts";
import { changeOf } from "../../../src/operations/engine/resource-change.ts";
import { stepOn } from "../engine/step.ts";

const today = new Date("2026-11-21T12:00:00Z");
const look = (type: string, outputs: Record<string, unknown>) =>
  findBroken(stepOn(type, "api", { op: "same", new: { type, outputs } }), "staging", today).map(({ what }) => what);

describe("a deploy token", () => {
  const token = "parity:fly:DeployToken";
  test.each([
    ["2026-12-12T12:00:00Z", []],
    ["2026-12-12T11:59:59Z", ["The deploy token expires on 2026-12-12, in 20 days."]],
    ["2026-11-21T13:00:00Z", ["The deploy token expires on 2026-11-21, in 0 days."]],
    ["2026-11-20T13:00:00Z", ["The deploy token expired on 2026-11-20."]],
    ["", []],
  ])("that ends at %j gives %j", (expiresAt, expected) => {
    expect(look(token, { expiresAt })).toEqual(expected);
  });

  test("is renewed by the line that the report gives", () => {
    const [broken] = findBroken(
      stepOn(token, "api", { op: "same", new: { type: token, outputs: { expiresAt: "2026-11-22T00:00:00Z" } } }),
      "staging",
      today,
    );
    expect(broken?.cure?.commands).toEqual([
      "pulumi up --refresh --stack staging --replace " +
        "'urn:pulumi:staging::acme::parity:index:Environment$parity:environment:App$parity:fly:DeployToken::api'",
    ]);
  });
});

test("an R2 token that was disabled is refused", () => {
  expect(look("parity:r2:Credentials", { status: "disabled" })).toEqual(["R2 refuses it: it is disabled."]);
});

test("an R2 token without an end does not expire", () => {
  const token = "parity:r2:Credentials";
  expect(look(token, { status: "active", expiresOn: null })).toEqual([]);
  expect(look(token, { expiresOn: "2026-11-25T00:00:00Z" })).toEqual([
    "The R2 token expires on 2026-11-25, in 3 days.",
  ]);
});

test("a certificate that was not issued, or not renewed, is broken", () => {
  const certificate = "parity:fly:Certificate";
  expect(look(certificate, { status: "active", expiresAt: "2027-01-20T00:00:00Z" })).toEqual([]);
  expect(look(certificate, { status: "pending_validation", expiresAt: "" })).toEqual([
    "Fly has not issued it: it is pending_validation.",
  ]);
  expect(look(certificate, { status: "active", expiresAt: "2026-12-01T00:00:00Z" })).toEqual([
    "The certificate expires on 2026-12-01, in 9 days.",
  ]);
});

test("a Pages domain that is not active is broken", () => {
  const domain = "cloudflare:index/pagesDomain:PagesDomain";
  expect(look(domain, { status: "active" })).toEqual([]);
  expect(look(domain, { status: "pending" })).toEqual(["Pages does not serve it: it is pending."]);
});

test("what its plugin says does not work is broken, with what to do", () => {
  const type = "parity:neon:Project";
  const initErrors = ['Branch br-1 has no role "app".\n  Fix: create it by hand.', "It wobbles."];
  expect(findBroken(stepOn(type, "main", { op: "same", new: { type, initErrors } }), "staging", today)).toEqual([
    {
      resource: "neon Project main",
      condition: 'Branch br-1 has no role "app".',
      what: 'Branch br-1 has no role "app".\n  Fix: create it by hand.',
    },
    {
      resource: "neon Project main",
      condition: "It wobbles.",
      what: "It wobbles.",
    },
  ]);
});

test("what was deleted says what went with it", () => {
  const change = changeOf(stepOn("parity:neon:Project", "main", { op: "delete", new: null }));
  expect(change && describeDeleted(change, "staging").what).toBe(
    "It is gone: it was deleted outside Pulumi. The data of its databases goes with it.",
  );
});

test("what was deleted says how it comes back, and to restore data first", () => {
  const deleted = (type: string) => {
    const change = changeOf(stepOn(type, "main", { op: "delete", new: null }));
    return change && describeDeleted(change, "staging").cure;
  };
  const commands = ["pulumi up --refresh --stack staging"];
  expect(deleted("parity:fly:IpAddress")).toEqual({ fix: "make it again", commands });
  expect(deleted("parity:neon:Project")).toEqual({
    fix: "if it held data, restore it at the vendor first (Neon keeps deleted projects for seven days); this makes an empty one",
    commands,
  });
  expect(deleted("cloudflare:index/r2Bucket:R2Bucket")).toEqual({
    fix: "if it held data, restore it at the vendor first; this makes an empty one",
    commands,
  });
});

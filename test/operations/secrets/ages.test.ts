import { expect, test } from "vitest";
import { type Age, ageOf, askTimes, type Times } from "../../../src/operations/secrets/ages.ts";
import { listSecrets } from "../../../src/operations/secrets/inventory.ts";
import { daysOf, renderOld, renderSecrets } from "../../../src/operations/secrets/text.ts";
import { connectFromEnvironment } from "../../../src/provider/clouds.ts";
import { blueprintOf } from "../../config/acme.ts";

const blueprint = blueprintOf("staging", { rotations: { storage: { count: 1, overlap: true } } });
const now = new Date("2026-11-29T12:00:00Z");
const KEY = "apps.api.secrets.KEY";

function held(type: string, name: string, id: string, created: string, modified = created) {
  return { urn: `urn:pulumi:staging::acme::${type}::${name}`, type, id, inputs: {}, outputs: {}, created, modified };
}

const times: Times = {
  state: {
    ...{ written: undefined, urns: new Set<string>(), unfinished: [] },
    resources: [
      held("parity:r2:Credentials", "storage", "old", "2026-01-01T00:00:00Z"),
      held("parity:r2:Credentials", "storage-rotated-1", "new", "2026-11-01T00:00:00Z"),
      held("parity:index:GeneratedSecret", KEY, "k", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
      held("parity:fly:DeployToken", "api", "t", "2026-08-31T12:00:00Z", "2026-09-09T00:00:00Z"),
    ],
  },
  places: new Map([
    ["apps.api.secrets.TOKEN", { at: new Date("2026-10-01T00:00:00Z"), by: "Fly" }],
    ["pipeline.secrets.FLY_API_TOKEN", { at: new Date("2026-09-01T00:00:00Z"), by: "GitHub" }],
  ]),
  tokens: new Map([["new", new Date("2026-11-01T06:00:00Z")]]),
};

const all = listSecrets(blueprint, ["TOKEN"]);
const aged = all.map((secret) => ({ ...secret, ...ageOf(secret, blueprint, times) }));
const by = ({ made, changed }: Age) =>
  [made, changed].map((told) => told && `${told.at.toISOString().slice(0, 10)} ${told.by}`);

test.each([
  ["storage", ["2026-11-01 Cloudflare", undefined], 28],
  ["generated", ["2026-06-01 the state", undefined], 181],
  ["deploy token", ["2026-08-31 the state", "2026-09-01 GitHub"], 90],
  ["secret", [undefined, "2026-10-01 Fly"], 59],
  ["database", [undefined, undefined], undefined],
])("how old a secret of kind %s is, is told by who knows it", (of, told, days) => {
  const one = aged.find((secret) => secret.of === of);
  expect(by(one ?? {})).toEqual(told);
  expect(daysOf(one ?? {}, now)).toBe(days);
});

test("ages are shown with who says so, and what nobody says is not known", () => {
  const text = renderSecrets("staging", aged, now);
  expect(text).toContain("  made 2026-08-31, 90 days ago (the state); last changed 2026-09-01, 89 days ago (GitHub)\n");
  expect(text).toContain("  how old it is, is not known\n  to rotate it: its password");
});

test("those of an age are shown alone, with how many nobody knows", () => {
  const old = aged.filter((secret) => (daysOf(secret, now) ?? 0) >= 180);
  const shown = { olderThan: 180, unknown: 1, now };
  expect(renderOld("staging", old, shown)).toMatch(
    /^made at random.*\n[\s\S]*\n\nHow old 1 of its secrets are is not known\.$/,
  );
  expect(renderOld("staging", [], { ...shown, unknown: 0 })).toBe("Nothing of staging is known to be 180 days old.");
});

test("a vendor that cannot be asked, and a state that is not there, make nothing known and nothing fail", async () => {
  const { signal } = new AbortController();
  const sources = { clouds: connectFromEnvironment({}, signal), github: undefined, signal };
  const asked = await askTimes(blueprint, { project: "/nowhere", stack: "staging" }, sources);
  expect([asked.state, asked.places.size, asked.tokens.size]).toEqual([undefined, 0, 0]);
  expect(all.map((secret) => ageOf(secret, blueprint, asked))).toEqual(all.map(() => ({})));
});

import { expect, test } from "vitest";
import type { Rotations } from "../../../src/config/schema/rotations.ts";
import { planRotation, type RotationOrder } from "../../../src/operations/secrets/rotation-plan.ts";
import { renderPlan } from "../../../src/operations/secrets/rotation-text.ts";
import { blueprintOf } from "../../config/acme.ts";

const KEY = "apps.api.secrets.KEY";
const NOW = new Date("2026-11-29T12:00:00Z");
const types = {
  storage: "parity:r2:Credentials",
  "apps.api.deployToken": "parity:fly:DeployToken",
  [KEY]: "parity:index:GeneratedSecret",
};
const firsts: { [path: string]: string } = { "apps.api.deployToken": "api" };

/** A state that holds rounds of keys, made at some time. */
function stateOf(held: Readonly<Record<string, readonly number[]>>, created = "2026-01-01T00:00:00Z") {
  const resources = Object.entries(held).flatMap(([path, rounds]) =>
    rounds.map((round) => {
      const type = types[path as keyof typeof types];
      const name = `${firsts[path] ?? path}${round === 0 ? "" : `-rotated-${round}`}`;
      const urn = `urn:pulumi:staging::acme::parity:index:Environment$${type}::${name}`;
      return { urn, type, id: "1", inputs: {}, outputs: {}, created, modified: created };
    }),
  );
  return { resources };
}

const settled = stateOf({ storage: [0], "apps.api.deployToken": [0], [KEY]: [0] });

function plan(paths: readonly string[], more: Partial<RotationOrder> = {}) {
  const owner = more.owner ?? blueprintOf("staging");
  return planRotation({
    ...{ owner, blueprints: [owner], state: settled, paths, end: false, again: false },
    ...{ isUp: () => true, reviews: [], now: NOW, ...more },
  });
}

function refusals(paths: readonly string[], more: Partial<RotationOrder> = {}) {
  try {
    return [plan(paths, more)];
  } catch (error) {
    return (error as AggregateError).errors;
  }
}

const of = (count: number, overlap: boolean): Rotations => ({ storage: { count, overlap } });

test.each([
  ["nothing was rotated", {}, [0], {}, { step: "begin", count: 1 }],
  ["it was rotated long ago", of(2, false), [2], {}, { step: "begin", count: 3 }],
  ["the next one is declared and not made", of(1, true), [0], {}, { step: "go on", count: 1 }],
  ["both are there", of(1, true), [0, 1], {}, { step: "go on", count: 1 }],
  ["the old one has still to go", of(1, false), [0, 1], {}, { step: "end", count: 1 }],
  ["the file of who began it is lost", {}, [0, 1], {}, { step: "go on", count: 1 }],
  ["the file is lost and the old one has gone", {}, [1], {}, { step: "go on", count: 1 }],
  ["only an end is asked for, and nothing is under way", of(1, false), [1], { end: true }, { step: "leave", count: 1 }],
  ["only an end is asked for, and both are there", of(1, true), [0, 1], { end: true }, { step: "go on", count: 1 }],
] as const)("where %s, a rotation goes on from there", (_what, rotations, rounds, more, expected) => {
  const owner = blueprintOf("staging", { rotations });
  const state = stateOf({ storage: rounds });
  expect(plan(["storage"], { owner, state, ...more }).keys).toEqual([expect.objectContaining(expected)]);
});

test("what was rotated within the hour is left alone unless that is meant, so that a command typed twice rotates once", () => {
  const owner = blueprintOf("staging", { rotations: of(1, false) });
  const state = stateOf({ storage: [1] }, "2026-11-29T11:30:00Z");
  expect(plan(["storage"], { owner, state }).keys[0]).toMatchObject({ step: "leave", count: 1 });
  expect(plan(["storage"], { owner, state, again: true }).keys[0]).toMatchObject({ step: "begin", count: 2 });
});

test("each kind goes to what takes it, and says what restarts", () => {
  const { keys, waits } = plan(["storage", "apps.api.deployToken", KEY]);
  const consumers = keys.map((key) => key.consumers.map(({ path, takes, app }) => [path, takes, app]));
  expect(consumers).toEqual([
    [["apps.api.secrets.S3_KEY", "restart", "acme-api-staging"]],
    [["pipeline.secrets.FLY_API_TOKEN", "run", undefined]],
    [[KEY, "restart", "acme-api-staging"]],
  ]);
  expect(waits).toEqual([]);
});

test("old keys stay valid while an app that takes its secrets at a deployment, or a site, has them", () => {
  const owner = blueprintOf(
    "staging",
    {},
    { apps: { api: { rollout: "staged" } }, sites: { web: { secrets: { S3: "${storage.secretAccessKey}" } } } },
  );
  const found = plan(["storage"], { owner });
  expect(found.waits).toEqual([
    "apps.api.secrets.S3_KEY of staging, sites.web.secrets.S3 of staging: until the next deployment",
  ]);
  expect(renderPlan(found, false)).toContain("The old ones stay valid after this run:\n  - apps.api.secrets.S3_KEY");
  expect(renderPlan(found, true)).toContain("The old ones go in the same run, also where");
});

test("a generated value that nothing is held against may be another in two places for a while", () => {
  const owner = blueprintOf("staging", {}, { apps: { api: { rollout: "staged" } } });
  expect(plan([KEY], { owner }).waits).toEqual([]);
});

test("a generated value that nothing accepts beside the new one is told to end, and one that an app accepts waits", () => {
  expect(renderPlan(plan([KEY]), false)).toContain("Nothing here accepts the old one beside it");
  const owner = blueprintOf("staging", {}, { apps: { api: { secrets: { KEY_PREVIOUS: `\${${KEY}.previous}` } } } });
  const found = plan([KEY], { owner });
  expect(found.waits).toEqual([`what the old ${KEY} has signed: until it has run out`]);
  expect(renderPlan(found, false)).toContain(`  → ${KEY}_PREVIOUS, with the old one: acme-api-staging restarts`);
});

const shared = { owner: "shared", reason: "one worker for every environment" };
const gate = {
  ...{ name: "acme-gate", shared, local: { command: "work" } },
  secrets: { TOKEN: { generate: "hex" }, S3: "${storage.secretAccessKey}" },
};
const withGate = {
  buckets: { media: { name: "acme-media", shared } },
  apps: { gate, api: { secrets: { GATE: "Bearer ${apps.gate.secrets.TOKEN}", GATE_S3: "${apps.gate.secrets.S3}" } } },
};

test("stacks that read a key from its owner follow it, those that are up", () => {
  const [owner, ...readers] = ["shared", "staging", "production"].map((stack) => blueprintOf(stack, {}, withGate));
  const state = {
    resources: settled.resources.map((one) => ({ ...one, urn: one.urn.replace(KEY, "apps.gate.secrets.TOKEN") })),
  };
  const order = { ...(owner && { owner }), state, blueprints: readers, isUp: (stack: string) => stack === "staging" };
  const found = plan(["apps.gate.secrets.TOKEN", "storage"], order);
  expect(found.readers).toEqual(["staging"]);
  expect(found.keys.map(({ consumers }) => consumers.map(({ stack, path }) => `${stack} ${path}`))).toEqual([
    ["shared apps.gate.secrets.TOKEN", "staging apps.api.secrets.GATE", "production apps.api.secrets.GATE"],
    ["shared apps.gate.secrets.S3", "staging apps.api.secrets.GATE_S3", "production apps.api.secrets.GATE_S3"],
  ]);
  expect(renderPlan(found, false)).toContain("Until the last stack has come up, calls between them fail.");
});

test.each([
  ["storag", "unknown-rotation", "did you mean storage?"],
  ["TOKEN", "unknown-rotation", "make another where it comes from"],
  ["apps.api.secrets.TOKEN", "unknown-rotation", "make another where it comes from"],
  ["apps.api.secrets.DATABASE_URL", "unknown-rotation", "known here: storage, apps.api.deployToken"],
])("%s cannot be rotated, and why is told", (path, code, fix) => {
  expect(refusals([path])).toEqual([expect.objectContaining({ code, fix: expect.stringContaining(fix) })]);
});

test("a key that a kept place has is not rotated under it, nor is one that was never made", () => {
  const kept = blueprintOf("staging", { kept: ["pipeline.secrets.FLY_API_TOKEN"] });
  expect(refusals(["apps.api.deployToken"], { owner: kept })).toMatchObject([{ code: "rotation-kept" }]);
  const keptKey = blueprintOf("staging", { kept: [KEY] });
  expect(refusals([KEY], { owner: keptKey })).toMatchObject([{ code: "rotation-kept" }]);
  expect(refusals(["storage"], { state: stateOf({}) })).toMatchObject([{ code: "rotation-not-made" }]);
});

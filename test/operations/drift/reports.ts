import fc from "fast-check";
import type { DriftReport } from "../../../src/operations/drift/report.ts";
import { type CommandLine, line } from "../../../src/problem/command-line.ts";
import { change, changed, longText, resourceChange } from "../report/changes.ts";

export const clean: DriftReport = {
  stack: "production",
  outcome: "clean",
  cloud: [],
  config: [],
  broken: [],
  unknown: [],
  notes: [],
  clean: 22,
};

/** One of everything. */
export const full: DriftReport = {
  stack: "staging",
  outcome: "drift",
  cloud: [
    {
      ...change("fly App api", "update", [
        changed("memory", 256, 1024),
        { path: "values.TOKEN", kind: "change", values: "hidden", replaces: false },
      ]),
      cure: { fix: "put it back", commands: [line`pulumi up --refresh --stack staging`] },
    },
  ],
  config: [change("fly Secrets web", "delete"), change("neon Branch review", "create")],
  broken: [
    {
      resource: "fly DeployToken api",
      condition: "expires 2026-12-01",
      what: "The deploy token expires on 2026-12-01, in 10 days.",
      cure: { fix: "issue another", commands: [line`pulumi up --stack staging --replace ${"urn:a$b"}`] },
    },
  ],
  unknown: [
    { resource: "config", why: "Pulumi.staging.yaml:3  apps.api\n  it is wrong" },
    { resource: "fly machines acme-web", why: "" },
  ],
  notes: ["acme-web has no machines: it was not deployed."],
  clean: 18,
};

const anyCure = fc.record({
  fix: longText,
  commands: fc.array(
    longText.map((text) => text as CommandLine),
    { maxLength: 2 },
  ),
});

export const anyDrift: fc.Arbitrary<DriftReport> = fc.record({
  stack: longText,
  outcome: fc.constantFrom("clean", "drift", "unknown"),
  cloud: fc.array(
    fc.tuple(resourceChange, anyCure).map(([one, cure]) => ({ ...one, cure })),
    { maxLength: 20 },
  ),
  config: fc.array(resourceChange, { maxLength: 20 }),
  broken: fc.array(fc.record({ resource: longText, condition: longText, what: longText, cure: anyCure }), {
    maxLength: 10,
  }),
  unknown: fc.array(fc.record({ resource: longText, why: longText }), { maxLength: 10 }),
  notes: fc.array(longText, { maxLength: 5 }),
  clean: fc.nat(),
});

import { expect, test } from "vitest";
import { resolveAcme, shortly } from "./acme.ts";

const why = "only for this test of the rule";

test.each([
  ["a size", { apps: { api: { machine: { memory: 512 } } } }],
  ["a region and a count", { apps: { api: { regions: { iad: 1, sjc: 1 } } } }],
  ["a name", { databases: { main: { name: "other" } } }],
  ["the value of a variable that all have", { apps: { api: { variables: { LOG_LEVEL: "debug" } } } }],
  ["how a secret that all have is made", { apps: { api: { secrets: { KEY: "${secrets.KEY}" } } } }],
  ["a domain", { apps: { api: { domains: ["api.acme.dev"] } } }],
])("%s is there to differ", (_name, environment) => {
  expect(shortly(resolveAcme("staging", environment))).toEqual([]);
});

test.each([
  [
    "a secret that only one environment has",
    { apps: { api: { secrets: { EXTRA: "1" } } } },
    "adds apps.api.secrets.EXTRA",
  ],
  [
    "a secret that one environment lacks",
    { apps: { api: { secrets: { KEY: null } } } },
    "takes away apps.api.secrets.KEY",
  ],
  ["another release command", { apps: { api: { release: "migrate_and_seed" } } }, "adds apps.api.release"],
  ["a bucket of its own", { buckets: { extra: { name: "acme-extra" } } }, "adds buckets.extra.name"],
  ["another port", { apps: { api: { port: 9000 } } }, "changes apps.api.port"],
])("%s needs a reason", (_name, environment, what) => {
  const findings = shortly(resolveAcme("staging", environment));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(`[unexplained-difference] This environment ${what}, which its siblings do not.`);
});

test("a reason lifts exactly what it names", () => {
  const apps = { api: { secrets: { NOTIFY_A: "1", NOTIFY_B: "2", OTHER: "3" } } };
  const findings = shortly(resolveAcme("staging", { apps, differs: { "apps.api.secrets.NOTIFY_*": why } }));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain("adds apps.api.secrets.OTHER");
});

test("a reason for nothing is itself a problem", () => {
  expect(shortly(resolveAcme("staging", { differs: { "apps.api.port": why } }))).toEqual([
    'environment differs["apps.api.port"] [stale-reason] Nothing that "apps.api.port" stands for differs. → remove the line',
  ]);
});

test("a developer's machine is not held to parity", () => {
  expect(shortly(resolveAcme("dev", { apps: { api: { secrets: { EXTRA: "1" } } } }))).toEqual([]);
});

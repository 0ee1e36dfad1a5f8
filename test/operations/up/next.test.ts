import { expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import type { ResourceChange } from "../../../src/operations/engine/change.ts";
import { lookAhead } from "../../../src/operations/up/next.ts";
import type { UpResult } from "../../../src/operations/up/result.ts";
import { renderDone, renderUpText } from "../../../src/operations/up/text.ts";
import { blueprintOf } from "../../config/acme.ts";

const change = (action: ResourceChange["action"], resource: string): ResourceChange => ({
  ...{ urn: `urn::${resource}`, resource, action, stateful: false, properties: [] },
});

const result = (done: readonly ResourceChange[], more: Partial<UpResult> = {}) =>
  ({
    ...{ outcome: "applied", done, uncertain: false, differs: [], errors: [], recoveries: [] },
    report: { stack: "staging", deploys: [] },
    ...more,
  }) as unknown as UpResult;

const ahead = (up: UpResult, environment: Raw = {}) => {
  const blueprint = blueprintOf("staging", environment);
  return lookAhead(up, blueprint, new Map([["staging", blueprint]]));
};

test("an environment that is up is told with its addresses", () => {
  expect(ahead(result([])).urls).toContainEqual({ thing: "apps.api", url: "https://acme-api-staging.fly.dev" });
});

test("an app that was just made is said to be empty, with what deploys it", () => {
  const { next } = ahead(result([change("create", "fly App api")]));
  expect(next).toEqual([{ what: expect.stringMatching(/^Nothing runs in api yet: .*deploy-staging\.yml deploys\.$/) }]);
});

test("changed secrets that wait for a deployment are told, and those that roll are not", () => {
  const changed = result([change("update", "fly Secrets api")]);
  expect(ahead(changed).next).toEqual([]);
  expect(ahead(changed, { apps: { api: { rollout: "staged" } } }).next).toEqual([
    { what: "api takes its changed secrets with its next deployment." },
  ]);
});

test("files that are stale are named once", () => {
  const deploys = [
    { app: "api", files: ["fly.staging.toml", "deploy.yml"], properties: [] },
    { app: "worker", files: ["worker.toml", "deploy.yml"], properties: [] },
  ];
  const { next } = ahead(result([], { report: { stack: "staging", deploys } as unknown as UpResult["report"] }));
  expect(next.map(({ what }) => what)).toEqual([
    "Stale in the application's repository until parity render has written them again: fly.staging.toml, deploy.yml, worker.toml.",
  ]);
});

test("whoever reads what a stack shares is named where something was changed", () => {
  const blueprint = blueprintOf("staging");
  const reader = { ...blueprint, stack: "trial", needs: [{ stack: "staging" }] } as unknown as typeof blueprint;
  const all = new Map([
    ["staging", blueprint],
    ["trial", reader],
  ] as const);
  expect(lookAhead(result([]), blueprint, all).next).toEqual([]);
  expect(lookAhead(result([change("update", "fly Ip api")]), blueprint, all).next).toEqual([
    { what: "trial reads what staging shares: see what changes there.", command: "parity preview --stack trial" },
  ]);
});

test("the template of pull requests is no stack to preview", () => {
  const blueprint = blueprintOf("staging");
  const template = { ...blueprint, stack: "review", needs: [{ stack: "staging" }], template: {} };
  const all = new Map([
    ["staging", blueprint],
    ["review", template as unknown as typeof blueprint],
  ] as const);
  expect(lookAhead(result([change("update", "fly Ip api")]), blueprint, all).next).toEqual([]);
});

test("nothing is told of a stack that did not come up", () => {
  expect(ahead(result([change("create", "fly App api")], { outcome: "failed" }))).toEqual({ urls: [], next: [] });
});

test("addresses and what is next stand above the last line", () => {
  const up = result([change("create", "fly App api")]);
  const told = { urls: [{ thing: "apps.api", url: "https://a.dev" }], next: [{ what: "Deploy it." }] };
  expect(renderUpText(up, told)).toBe("\napps.api  https://a.dev\n\nNext:\n- Deploy it.\n\nstaging is up: 1 created.");
});

test("a change is told with the seconds that it took", () => {
  expect(renderDone(change("create", "fly App api"), 1234)).toBe("created   fly App api  1.2 s");
});

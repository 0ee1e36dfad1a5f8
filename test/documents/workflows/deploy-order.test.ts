import { expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { blueprintsOf } from "../systems.ts";
import { acme, workflowAt } from "./read-workflow.ts";

const needsIn = (blueprints: ReturnType<typeof acme>) => {
  const { jobs } = workflowAt("deploy-staging.yml", blueprints);
  const apps = Object.entries(jobs).filter(([id]) => id.startsWith("deploy-"));
  return Object.fromEntries(apps.map(([id, { needs = [] }]) => [id, needs.filter((one) => one.startsWith("deploy-"))]));
};

/** acme's app `api`, and one more that is called `web`. */
const two = (api: Raw, web: Raw) => {
  const common = { port: 3000, local: { port: 3000, command: "start" }, health: "/health" };
  return needsIn(
    acme({ system: { apps: { api, web: { ...common, name: "acme-web${environment.suffix}", ...web } } } }),
  );
};

test("an app is deployed after the app that it calls: a web site after its API and that one's migrations", () => {
  expect(needsIn(blueprintsOf("microbima"))).toEqual({
    "deploy-internal-api": [],
    "deploy-web-admin": ["deploy-internal-api"],
    "deploy-public-api": [],
  });
});

test("of two that call each other the one that migrates a database goes first", () => {
  expect(needsIn(blueprintsOf("live-listen"))).toEqual({ "deploy-web": ["deploy-api"], "deploy-api": [] });
});

const call = (key: string) => ({ variables: { OTHER: `\${apps.${key}.url}` } });

test("of two that call each other without migrations neither waits", () => {
  expect(two({ ...call("web"), release: null }, call("api"))).toEqual({ "deploy-api": [], "deploy-web": [] });
});

test.each([
  ["a variable", call("api")],
  ["an argument of the build", { buildArgs: { API: "wss://${apps.api.host}/live" } }],
  ["a secret", { secrets: { API: "${apps.api.url}/v1" } }],
])("the address may stand in %s", (_, web) => {
  expect(two({}, web)["deploy-web"]).toEqual(["deploy-api"]);
});

test("a port or a name of another app is not a call", () => {
  expect(two({}, { variables: { A: "${apps.api.port}", B: "${apps.api.name}" } })["deploy-web"]).toEqual([]);
});

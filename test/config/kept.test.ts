import { describe, expect, test } from "vitest";
import { checkKeptNeeds } from "../../src/components/kept.ts";
import type { Raw } from "../../src/config/merge.ts";
import { renderPath } from "../../src/problem/path.ts";
import { blueprintOf, resolveAcme, settings, shortly } from "./acme.ts";

const keep = (...names: string[]) => ({ kept: names.map((name) => `apps.api.secrets.${name}`) });

describe("a secret that is kept", () => {
  test("is not asked of a person, not even when its own text needs it", () => {
    expect(blueprintOf("staging").secrets).toEqual(["TOKEN"]);
    expect(blueprintOf("staging", keep("TOKEN")).secrets).toEqual([]);
  });

  test("is not made at random", () => {
    const keys = (environment: Raw) => blueprintOf("staging", environment).generated.map(({ key }) => key);
    expect(keys({})).toEqual(["apps.api.secrets.KEY"]);
    expect(keys(keep("KEY"))).toEqual([]);
  });

  test("needs no storage key of its own", () => {
    expect(blueprintOf("staging").storageKey).toBe(true);
    const resolution = resolveAcme("staging", keep("S3_KEY"));
    expect(resolution.blueprint?.storageKey).toBe(false);
    expect(shortly(resolution)).toEqual([]);
  });

  test("may have another storage key of the stack, which lives on beside the one that is made for the rest", () => {
    const other = { apps: { api: { secrets: { OTHER: "${storage.accessKeyId}" } } } };
    expect(blueprintOf("staging", {}, other).storage.keepOthers).toBe(false);
    const { storageKey, storage } = blueprintOf("staging", keep("S3_KEY"), other);
    expect([storageKey, storage.keepOthers]).toEqual([true, true]);
  });

  test("is named in its app, with the text that it would have", () => {
    const [api] = blueprintOf("staging", keep("KEY", "TOKEN")).apps;
    expect(api?.kept).toEqual(["KEY", "TOKEN"]);
    expect(Object.keys(api?.secrets ?? {})).toContain("TOKEN");
  });

  test("of the pipeline may be a deploy token", () => {
    const { pipeline } = blueprintOf("staging", { kept: ["pipeline.secrets.FLY_API_TOKEN"] });
    expect(pipeline?.kept).toEqual(["FLY_API_TOKEN"]);
  });

  test("of a site is one of its slot", () => {
    const secret = { sites: { web: { secrets: { API_KEY: "${secrets.API_KEY}" } } } };
    const { sites, secrets } = blueprintOf("staging", { kept: ["sites.web.secrets.API_KEY"] }, secret);
    expect(sites[0]?.kept).toEqual(["API_KEY"]);
    expect(secrets).toEqual(["TOKEN"]);
  });

  test("leaves the same value of a person to those that are not kept", () => {
    const other = { apps: { api: { secrets: { OTHER: "${secrets.TOKEN}" } } } };
    expect(blueprintOf("staging", keep("TOKEN"), other).secrets).toEqual(["TOKEN"]);
  });
});

test("a storage key is rotated where its generation says so", () => {
  expect(blueprintOf("staging").storage.generation).toBe(1);
  expect(blueprintOf("staging", { storage: { generation: 2 } }).storage.generation).toBe(2);
});

test.each([
  ["apps.api.secrets.TOKN", 'did you mean "apps.api.secrets.TOKEN"?'],
  ["apps.api.variables.LOG_LEVEL", "known here: "],
  ["databases.main", "known here: "],
])("%s is not a secret that can be kept", (path, fix) => {
  const [finding = ""] = shortly(resolveAcme("staging", { kept: [path] }));
  expect(finding).toContain(`environment kept[0] [unknown-kept] "${path}" is not a secret of "staging".`);
  expect(finding).toContain(fix);
});

test("a developer's machine keeps nothing", () => {
  const [finding] = shortly(resolveAcme("dev", keep("TOKEN")));
  expect(finding).toContain("[unknown-kept]");
});

test("a value made at random that is kept cannot be given to another, for nobody can read it", () => {
  const other = { apps: { api: { secrets: { COPY: "${apps.api.secrets.KEY}" } } } };
  expect(shortly(resolveAcme("staging", keep("KEY"), other))).toEqual([
    "system apps.api.secrets.COPY [kept-value] apps.api.secrets.COPY takes apps.api.secrets.KEY, which is kept: nobody can " +
      "read its value. → keep both, or write apps.api.secrets.KEY as ${secrets.NAME} and give it the value that its vendor has",
  ]);
  expect(shortly(resolveAcme("staging", keep("KEY", "COPY"), other))).toEqual([]);
});

describe("a secret that an owner keeps", () => {
  const shared = { owner: "shared", reason: "one worker serves all of them" };
  const worker = {
    name: "acme-worker",
    port: 80,
    local: { port: 81, command: "w" },
    secrets: { AUTH: { generate: "hex" } },
  };
  const system = {
    apps: { worker: { ...worker, shared }, api: { secrets: { WORKER_AUTH: "${apps.worker.secrets.AUTH}" } } },
  };
  const found = (environment: Raw) => {
    const owner = resolveAcme("shared", { kept: ["apps.worker.secrets.AUTH"] }, system);
    const reader = resolveAcme("staging", environment, system);
    const needs = checkKeptNeeds(
      new Map([
        ["shared", owner],
        ["staging", reader],
      ]),
    );
    return { owner, needs: needs.map(({ stack, problem }) => `${stack} ${renderPath(problem.path)}: ${problem.what}`) };
  };

  test("is not shared with the stacks that read it", () => {
    expect(found({}).owner.blueprint?.shares.map(({ address }) => address)).toEqual(["sites.web.subdomain"]);
  });

  test("is a problem of those that need its value", () => {
    expect(found({}).needs).toEqual([
      'staging apps.api.secrets.WORKER_AUTH: apps.worker.secrets.AUTH is kept in "shared": nobody can read its value.',
    ]);
    expect(found(keep("WORKER_AUTH")).needs).toEqual([]);
  });
});

test("an environment may keep what another sets", () => {
  expect(shortly(resolveAcme("production", { ...settings["production"], ...keep("TOKEN") }))).toEqual([]);
});

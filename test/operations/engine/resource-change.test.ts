import { describe, expect, test } from "vitest";
import { changeOf, isResource, nameResource } from "../../../src/operations/engine/resource-change.ts";
import { stepOn } from "./step.ts";

const project = "parity:neon:Project";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a resource is named", () => {
  test.each([
    ["parity:index:Environment$parity:environment:App$parity:fly:Secrets", "api", "fly Secrets api"],
    ["parity:index:Environment$parity:index:GeneratedSecret", "apps.api.KEY", "GeneratedSecret apps.api.KEY"],
    ["parity:index:Environment$cloudflare:index/r2Bucket:R2Bucket", "audio", "cloudflare R2Bucket audio"],
  ])("%s::%s as %s", (types, name, expected) => {
    expect(nameResource(`urn:pulumi:staging::acme::${types}::${name}`)).toBe(expected);
  });
});

describe("an operation of the engine", () => {
  test.each([
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
    ["replace", "replace"],
    ["create-replacement", "replace"],
    ["delete-replaced", "replace"],
    ["import", "create"],
    ["import-replacement", "replace"],
  ])("%s is told as %s", (op, action) => {
    expect(changeOf(stepOn(project, "main", { op }))?.action).toBe(action);
  });

  test("refresh, of a preview, is told by what it found", () => {
    const detailedDiff = { name: { diffKind: "update" } };
    expect(changeOf(stepOn(project, "main", { op: "refresh", detailedDiff: {} }))).toBeUndefined();
    const now = { type: project, inputs: { name: "other" } };
    expect(changeOf(stepOn(project, "main", { op: "refresh", detailedDiff, new: now }))?.action).toBe("update");
    expect(changeOf(stepOn(project, "main", { op: "refresh", new: null }))?.action).toBe("delete");
  });

  test.each(["same", "read", "discard"])("%s changes nothing", (op) => {
    expect(changeOf(stepOn(project, "main", { op }))).toBeUndefined();
  });
});

test("components, providers and the stack itself are not resources", () => {
  const component = { type: "parity:environment:App", custom: false };
  expect(isResource(stepOn("parity:environment:App", "api", { old: component, new: component }))).toBe(false);
  expect(isResource(stepOn("pulumi:providers:github", "github", {}))).toBe(false);
  expect(isResource(stepOn(project, "main", { new: null }))).toBe(true);
});

describe("a property", () => {
  const change = (step: Parameters<typeof stepOn>[2], type = project) =>
    changeOf(stepOn(type, "main", step))?.properties[0];

  test("is shown before and after, at its path", () => {
    expect(
      change({
        detailedDiff: { historyRetentionSeconds: { diffKind: "update" } },
        old: { type: project, inputs: { historyRetentionSeconds: 21600 } },
        new: { type: project, inputs: { historyRetentionSeconds: 3600 } },
      }),
    ).toEqual({
      path: "historyRetentionSeconds",
      kind: "change",
      values: "shown",
      before: 21600,
      after: 3600,
      replaces: false,
    });
  });

  test("inside a list is found by its index", () => {
    const cors = "cloudflare:index/r2BucketCors:R2BucketCors";
    const rules = (origin: string) => ({ rules: [{ allowed: { origins: [origin] } }] });
    expect(
      change(
        {
          detailedDiff: { "rules[0].allowed.origins[0]": { diffKind: "update" } },
          old: { type: cors, inputs: rules("https://a") },
          new: { type: cors, inputs: rules("https://b") },
        },
        cors,
      ),
    ).toMatchObject({ path: "rules[0].allowed.origins[0]", before: "https://a", after: "https://b" });
  });

  test("that is added has no before, and one that is removed no after", () => {
    const [none, some] = [
      { type: project, inputs: {} },
      { type: project, inputs: { name: "a" } },
    ];
    const detailedDiff = { name: { diffKind: "update" } };
    expect(change({ old: none, new: some, detailedDiff })).toEqual({
      ...{ path: "name", kind: "add", values: "shown", after: "a", replaces: false },
    });
    expect(change({ old: some, new: none, detailedDiff })).toEqual({
      ...{ path: "name", kind: "remove", values: "shown", before: "a", replaces: false },
    });
  });

  test("whose new value comes with the apply is late", () => {
    expect(
      change({
        detailedDiff: { name: { diffKind: "update" } },
        old: { type: project, inputs: { name: "a" } },
        new: { type: project, inputs: { name: unknown } },
      }),
    ).toEqual({ path: "name", kind: "change", values: "deferred", before: "a", replaces: false });
  });

  test("of something new or gone is not listed, whatever the provider says of it", () => {
    const detailedDiff = { name: { diffKind: "update" } };
    expect([change({ op: "create", detailedDiff }), change({ op: "delete", detailedDiff })]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("that was a secret stays hidden when the new value is none", () => {
    const found = change({
      detailedDiff: { name: { diffKind: "update" } },
      old: { type: project, inputs: { name: "[secret]" } },
      new: { type: project, inputs: { name: "plain" } },
    });
    expect(found).toEqual({ path: "name", kind: "change", values: "hidden", replaces: false });
  });

  test.each([
    ["in the event log's words", "[secret]"],
    ["in the engine's envelope", { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }],
    ["deep inside", { deep: ["[secret]"] }],
  ])("that is a secret %s is hidden, and so is what it was before", (_, after) => {
    const found = change({
      detailedDiff: { name: { diffKind: "update" } },
      old: { type: project, inputs: { name: "was plain" } },
      new: { type: project, inputs: { name: after } },
    });
    expect(found).toEqual({ path: "name", kind: "change", values: "hidden", replaces: false });
  });

  test("of a secret input is hidden though the engine shows it", () => {
    const secrets = "parity:fly:Secrets";
    const values = (value: string) => ({ type: secrets, inputs: { values: { KEY: value } } });
    const detailedDiff = { "values.KEY": { diffKind: "update" } };
    const found = change({ detailedDiff, old: values("a"), new: values("b") }, secrets);
    expect(found).toEqual({ path: "values.KEY", kind: "change", values: "hidden", replaces: false });
  });

  test("of a type that nobody has described is hidden", () => {
    const other = "cloudflare:index/other:Other";
    const detailedDiff = { name: { diffKind: "update" } };
    const state = (name: string) => ({ type: other, inputs: { name } });
    expect(change({ detailedDiff, old: state("a"), new: state("b") }, other)?.values).toBe("hidden");
  });

  test("that replaces the resource says so, whether the provider or the engine decided it", () => {
    const both = { old: { type: project, inputs: { region: "a" } }, new: { type: project, inputs: { region: "b" } } };
    const op = "replace";
    expect(change({ ...both, op, detailedDiff: { region: { diffKind: "update-replace" } } })?.replaces).toBe(true);
    expect(change({ ...both, op, keys: ["region"], detailedDiff: { region: { diffKind: "update" } } })?.replaces).toBe(
      true,
    );
  });

  test("is compared with the old outputs when the state has no inputs, and without details of the provider", () => {
    expect(
      change({
        ...{ diffs: ["name"], keys: ["name"] },
        old: { type: project, inputs: null, outputs: { name: "a" } },
        new: { type: project, inputs: { name: "b" } },
      }),
    ).toEqual({ path: "name", kind: "change", values: "shown", before: "a", after: "b", replaces: true });
  });
});

describe("of a provider that names whole properties, and computed ones,", () => {
  const told = (type: string, step: Parameters<typeof stepOn>[2], ...names: string[]) => {
    const detailedDiff = Object.fromEntries(names.map((name) => [name, { diffKind: "update" }]));
    const found = changeOf(stepOn(type, "main", { ...step, detailedDiff }));
    return found?.properties.map(({ path, kind, values, before, after }) => {
      return [path, values === "shown" ? [before, after] : values, ...(kind === "change" ? [] : [kind])];
    });
  };
  const site = "cloudflare:index/pagesProject:PagesProject";
  const token = "cloudflare:index/accountToken:AccountToken";
  const cors = "cloudflare:index/r2BucketCors:R2BucketCors";
  const record = "cloudflare:index/dnsRecord:DnsRecord";
  const inputs = (before: object, after: object) => ({
    old: { type: "", inputs: { ...before }, outputs: { ...before, status: "active", modifiedOn: "1" } },
    new: { type: "", inputs: { ...after }, outputs: { ...after, status: unknown, modifiedOn: unknown } },
  });
  const policy = (bucket: string, ...groups: string[]) => ({
    effect: "allow",
    permissionGroups: groups.map((id) => ({ id })),
    resources: JSON.stringify({ [`com.cloudflare.edge.r2.bucket.${bucket}`]: "*" }),
  });
  const rules = (...origins: string[]) => ({ rules: [{ allowed: { methods: ["GET"], origins } }] });

  test.each([
    [
      "a value in a property, and no computed one",
      site,
      inputs(
        { buildConfig: { buildCommand: "make", destinationDir: "out", __defaults: [] }, source: { type: "github" } },
        { buildConfig: { buildCommand: "just", destinationDir: "out" }, source: { type: "github" } },
      ),
      ["buildConfig", "canonicalDeployment", "latestDeployment", "source"],
      [["buildConfig.buildCommand", ["make", "just"]]],
    ],
    [
      "one origin that was taken away from the front",
      cors,
      inputs(rules("https://a", "https://b", "https://c"), rules("https://b", "https://c")),
      ["rules"],
      [["rules[0].allowed.origins[0]", ["https://a", undefined], "remove"]],
    ],
    [
      "each value of a rule that is new",
      cors,
      inputs(rules("https://a"), {
        rules: [...rules("https://a").rules, { allowed: { methods: ["PUT"], origins: [] } }],
      }),
      ["rules"],
      [["rules[1].allowed.methods[0]", [undefined, "PUT"], "add"]],
    ],
    [
      "what a policy is about, inside its JSON text",
      token,
      inputs(
        { policies: [policy("a_1"), policy("a_2", "read")] },
        { policies: [policy("a_1"), policy("a_2", "write")] },
      ),
      ["policies", "issuedOn", "lastUsedOn", "modifiedOn", "status"],
      [["policies[1].permissionGroups[0].id", ["read", "write"]]],
    ],
    [
      "a bucket that a policy is about from now on",
      token,
      inputs({ policies: [policy("a_1")] }, { policies: [policy("b_1")] }),
      ["policies"],
      [
        ['policies[0].resources["com.cloudflare.edge.r2.bucket.a_1"]', ["*", undefined], "remove"],
        ['policies[0].resources["com.cloudflare.edge.r2.bucket.b_1"]', [undefined, "*"], "add"],
      ],
    ],
    [
      "nothing, when only what is computed moves",
      record,
      inputs({ proxied: true }, { proxied: true }),
      ["modifiedOn"],
      [],
    ],
    [
      "a value that comes with the apply",
      record,
      inputs({ content: "a.fly.dev" }, { content: unknown }),
      ["content", "modifiedOn"],
      [["content", "deferred"]],
    ],
  ])("%s is told", (_, type, step, names, expected) => {
    expect(told(type, step, ...names)).toEqual(expected);
  });

  test("a refresh that found only computed properties moved has found nothing", () => {
    const step = { op: "refresh", ...inputs({ name: "site" }, { name: "site" }) };
    expect(told(site, step, "canonicalDeployment", "latestDeployment")).toBeUndefined();
  });

  test("a refresh that found another value where the component ignores it has found nothing", () => {
    const [before, after] = ["main", "stable"].map((branch) => ({ source: { config: { productionBranch: branch } } }));
    const step = { op: "refresh", ...inputs(before ?? {}, after ?? {}) };
    expect(told(site, step, "source", "deploymentConfigs")).toBeUndefined();
  });

  test("what a program may give and does not is told when somebody else set it", () => {
    const environment = "github:index/repositoryEnvironment:RepositoryEnvironment";
    const state = (preventSelfReview: boolean) => ({
      type: "",
      inputs: { waitTimer: 0 },
      outputs: { preventSelfReview },
    });
    expect(told(environment, { op: "refresh", old: state(false), new: state(true) }, "preventSelfReview")).toEqual([
      ["preventSelfReview", [false, true]],
    ]);
  });

  test("a secret that changes is told, though it is masked on both sides", () => {
    const masked = inputs({ value: "[secret]" }, { value: "[secret]" });
    const secret = "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret";
    expect(told(secret, masked, "value", "updatedAt", "keyId")).toEqual([["value", "hidden"]]);
  });

  test("a replacement for a property that nobody gave still names it", () => {
    const step = { ...inputs({}, {}), op: "replace", keys: ["zoneName"] };
    expect(told(record, step, "zoneName")).toEqual([["zoneName", "deferred"]]);
  });
});

test("what holds data, a name or a key is stateful, and what can be made again is not", () => {
  const stateful = (type: string) => changeOf(stepOn(type, "main", { op: "delete" }))?.stateful;
  expect(stateful("parity:neon:Project")).toBe(true);
  expect(stateful("parity:fly:App")).toBe(true);
  expect(stateful("parity:index:GeneratedSecret")).toBe(true);
  expect(stateful("cloudflare:index/r2Bucket:R2Bucket")).toBe(true);
  expect(stateful("parity:fly:IpAddress")).toBe(false);
  expect(stateful("parity:fly:Secrets")).toBe(false);
  expect(stateful("github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable")).toBe(false);
});

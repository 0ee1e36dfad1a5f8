import { expect, test } from "vitest";
import { valueFinders } from "../../../src/operations/existing/left-values.ts";
import type { Sources } from "../../../src/operations/existing/sources.ts";

const now = new Date("2026-11-29T12:00:00Z");
const secret = (name: string, updated_at?: string) => ({
  name,
  digest: `digest of ${name}`,
  ...(updated_at && { updated_at }),
});

function sourcesWith(listed: readonly object[] | undefined, variables: object = {}): Sources {
  const fly = { secrets: { list: async () => listed } };
  const cloudflare = { pages: { readSlot: async () => ({ variables }) } };
  return { clouds: { fly: async () => fly, cloudflare: async () => cloudflare } } as unknown as Sources;
}

function find(type: string, sources: Sources, given: object) {
  const attempt = {
    urn: "",
    inputs: {},
    parent: undefined,
    provider: undefined,
    held: undefined,
    since: now,
    ...given,
  };
  return valueFinders.get(type)?.(attempt, sources);
}

const secrets = (listed: readonly object[] | undefined, given: object = {}) =>
  find("parity:fly:Secrets", sourcesWith(listed), { inputs: { app: "acme-api", rollout: "rolling" }, ...given });
const held = { inputs: { kept: ["KEPT"] }, outputs: { digests: { OURS: "digest of OURS" } } };
const before = "2026-11-29T11:40:00Z";
const meanwhile = "2026-11-29T11:50:00Z";

test.each<[string, readonly object[] | undefined, object, readonly string[]]>([
  ["an app that Fly does not have", undefined, {}, []],
  ["an app without secrets", [], {}, []],
  ["a creation: all that is there", [secret("B"), secret("A", meanwhile)], {}, ["acme-api/secrets?A,B"]],
  [
    "a creation: not what is older than the run",
    [secret("A", meanwhile), secret("B", before)],
    {},
    ["acme-api/secrets?A"],
  ],
  ["an update: nothing where the state knows all", [secret("OURS"), secret("KEPT")], { held }, []],
  [
    "an update: what is new, beside what the state has",
    [secret("OURS", before), secret("KEPT", before), secret("NEW", meanwhile), secret("FOREIGN", before)],
    { held },
    ["acme-api/secrets?KEPT,NEW,OURS"],
  ],
  ["this very run, whose times are all its own", [secret("A", before)], { since: undefined }, ["acme-api/secrets?A"]],
  [
    "secrets that wait for a deploy",
    [secret("A")],
    { inputs: { app: "acme-api", rollout: "staged" } },
    ["acme-api/secrets/staged?A"],
  ],
])("of the secrets that an interrupted write left, it finds in %s", async (_, listed, given, ids) => {
  expect(await secrets(listed, given)).toEqual(ids);
});

test("of a Pages slot all secrets are kept, and those plain variables that the interrupted run or the state has", async () => {
  const variables = {
    TOKEN: { type: "secret_text", value: "" },
    NEW: { type: "plain_text", value: "1" },
    OLD: { type: "plain_text", value: "1" },
    FOREIGN: { type: "plain_text", value: "1" },
  };
  const inputs = { accountId: "a1", project: "web", slot: "production", plain: { NEW: "1", GONE: "1" } };
  const given = { inputs, held: { inputs: { plain: { OLD: "1" } }, outputs: {} } };
  const of = (slot: object) => find("parity:pages:Variables", sourcesWith([], slot), given);
  expect(await of(variables)).toEqual(["a1/web/production?NEW,OLD,TOKEN"]);
  expect(await of({ FOREIGN: variables.FOREIGN })).toEqual([]);
});

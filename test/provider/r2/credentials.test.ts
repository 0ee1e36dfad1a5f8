import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { Secret } from "../../../src/plugin/property-values.ts";
import { policyOf } from "../../../src/vendors/cloudflare/bucket-access.ts";
import { failureOf, unknown } from "../../plugin/harness.ts";
import { accept, expectStable, liveThrough } from "../../plugin/lifecycle.ts";
import { account, otherAccount } from "../../stage/clouds.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startR2 } from "./r2-plugin.ts";

beforeEach(skipPauses);

const token = "parity:r2:Credentials";
const lineage = "b1d0f8a0-6a5f-4a6e-9c39-2f7f3c1f9a01";
const audio = { name: "audio", jurisdiction: "default", permission: "write" } as const;
const images = { name: "images", jurisdiction: "eu", permission: "read" } as const;
const inputs = { accountId: account, name: "plyr-staging-storage", lineage, buckets: [audio] };
const named = `plyr-staging-storage/1/${lineage}`;

/** What somebody else gives Cloudflare for a token of a name. */
const settings = (name: string) => {
  const { effect, groups, resources } = policyOf(account, audio);
  return { name, policies: [{ effect, permission_groups: groups.map((id) => ({ id })), resources }] };
};

async function start() {
  const r2 = await startR2();
  const create = async (more: PropertyMap = {}) =>
    r2.plugin.create(token, await accept(r2.plugin, token, { ...inputs, ...more }));
  return { ...r2, create, ids: () => r2.live().map(({ id }) => id) };
}

test("credentials live from check to delete, are one token, and keep their key when the buckets change", async () => {
  const r2 = await start();
  let key: PropertyMap | undefined;
  await liveThrough(r2.plugin, {
    token,
    inputs,
    updates: [
      { inputs: { ...inputs, buckets: [audio, images] }, changes: { "buckets[1]": "add" } },
      {
        inputs: { ...inputs, buckets: [{ ...audio, permission: "read" }] },
        changes: { "buckets[0].permission": "update", "buckets[1]": "delete" },
      },
    ],
    observe: (step, kept) => {
      const [issued, ...others] = r2.live();
      expect(others).toStrictEqual([]);
      if (step === "deleted" || !kept) return expect(issued).toBeUndefined();
      const { accessKeyId, secretAccessKey } = kept.outputs;
      key ??= { accessKeyId, secretAccessKey } as PropertyMap;
      expect({ accessKeyId, secretAccessKey }).toStrictEqual(key);
      expect([kept.id, accessKeyId]).toStrictEqual([issued?.id, issued?.id]);
      expect(secretAccessKey).toBeInstanceOf(Secret);
      // The cloud keeps the SHA-256 of what opens R2, and nothing that does.
      const secret = String((secretAccessKey as Secret).value);
      expect(createHash("sha256").update(secret).digest("hex")).toBe(issued?.fingerprint);
      expect(kept.outputs["tokenName"]).toBe(named);
    },
  });
});

test("a token opens its buckets alone, one policy a bucket", async () => {
  const r2 = await start();
  await r2.create({ buckets: [audio, images] });
  const [issued] = r2.live();
  const group = (id: string) => [{ id }];
  expect(issued?.settings["policies"]).toMatchObject([
    {
      effect: "allow",
      permission_groups: group("2efd5506f9c8494dacb1fa10a3e7d5b6"),
      resources: { [`com.cloudflare.edge.r2.bucket.${account}_default_audio`]: "*" },
    },
    {
      effect: "allow",
      permission_groups: group("6a018a9f2fc74eb6b293b0c548f38b39"),
      resources: { [`com.cloudflare.edge.r2.bucket.${account}_eu_images`]: "*" },
    },
  ]);
});

test.each([{ generation: 2 }, { accountId: otherAccount }])(
  "a change to %j issues the successor before the old token is revoked",
  async (change) => {
    const r2 = await start();
    const before = await r2.create();
    const next = await accept(r2.plugin, token, { ...inputs, ...change }, before.inputs);
    const diff = await r2.plugin.diff(token, before, next);
    expect(diff.replaces).toStrictEqual(Object.keys(change));
    expect(diff.deleteBeforeReplace).toBe(false);
    const after = await r2.plugin.create(token, next);
    const all = () => Object.keys(r2.state.tokens);
    expect(all()).toStrictEqual([before.id, after.id]);
    await r2.plugin.delete(token, before.id, before);
    expect(all()).toStrictEqual([after.id]);
  },
);

describe("a token whose value was lost", () => {
  test.each(["lose", "cut"] as const)("by an answer (%s) is revoked in the same run", async (kind) => {
    const r2 = await start();
    r2.fail("cloudflare.createAccountToken", kind);
    const kept = await r2.create();
    expect(r2.ids()).toStrictEqual([kept.id]);
  });

  test("by a run that was killed is revoked by the next, once there is one that works", async () => {
    const r2 = await start();
    const lost = await r2.create();
    r2.fail("cloudflare.createAccountToken", "refuse", { status: 403 });
    await expect(r2.create()).rejects.toThrow(/^Cloudflare refused to issue API token "plyr-staging-storage/);
    expect(r2.ids()).toStrictEqual([lost.id]);
    const kept = await r2.create();
    expect(r2.ids()).toStrictEqual([kept.id]);
  });

  test("is named beside the live one, and revoked by the next update, which keeps the key", async () => {
    const r2 = await start();
    const kept = await r2.create();
    const stray = await r2.client.create(account, settings(named));
    const { remains } = await failureOf(r2.plugin.read(token, kept.id, kept));
    expect(remains).toMatchObject({ id: kept.id, inputs: kept.inputs, outputs: kept.outputs });
    expect(remains?.reasons).toStrictEqual([
      `Beside it, API token ${stray.id} is live with the same name, ${named}: this state made it, and its value was lost.\n` +
        "  Fix: revoke it\n  Run: pulumi up --refresh --stack staging",
    ]);
    const updated = await r2.plugin.update(token, kept.id, kept, kept.inputs);
    expect(updated.outputs).toStrictEqual(kept.outputs);
    expect(r2.ids()).toStrictEqual([kept.id]);
    await expectStable(r2.plugin, token, { ...updated, id: kept.id }, inputs);
  });
});

test.each([
  ["another state's lineage", `plyr-staging-storage/1/00000000-0000-4000-8000-000000000000`],
  ["no lineage, as earlier releases gave none", "plyr-staging-storage"],
  ["another name", `plyr-production-storage/1/${lineage}`],
])("a token with %s is left alone", async (_of, name) => {
  const r2 = await start();
  const other = await r2.client.create(account, settings(name));
  const kept = await r2.create();
  await expectStable(r2.plugin, token, kept, inputs);
  await r2.plugin.update(token, kept.id, kept, kept.inputs);
  await r2.plugin.delete(token, kept.id, kept);
  expect(r2.ids()).toStrictEqual([other.id]);
});

test("a token that somebody may have the value of lives on, until nobody has", async () => {
  const r2 = await start();
  const adopted = await r2.client.create(account, settings(named));
  const kept = await r2.create({ keepOthers: true });
  await expectStable(r2.plugin, token, kept, { ...inputs, keepOthers: true });
  expect(r2.ids()).toStrictEqual([adopted.id, kept.id]);
  const next = await accept(r2.plugin, token, inputs, kept.inputs);
  expect((await r2.plugin.diff(token, kept, next)).changes).toStrictEqual({ keepOthers: "update" });
  await r2.plugin.update(token, kept.id, kept, next);
  expect(r2.ids()).toStrictEqual([kept.id]);
});

test("an account whose tokens fill several pages is read whole", async () => {
  const r2 = await start();
  for (let count = 0; count < 120; count++) await r2.client.create(account, settings(`other-${count}`));
  const lost = await r2.create();
  const kept = await r2.create();
  expect(r2.ids()).toContain(kept.id);
  expect(r2.ids()).not.toContain(lost.id);
});

describe("what somebody changed at Cloudflare", () => {
  test.each([
    ["a bucket more", { buckets: [audio, images] }, { "buckets[1]": "delete" }],
    ["another permission", { buckets: [{ ...audio, permission: "read" }] }, { "buckets[0].permission": "update" }],
  ])("%s is a difference, and set back without a new key", async (_what, change, changes) => {
    const r2 = await start();
    const kept = await r2.create();
    await r2.plugin.update(token, kept.id, kept, { ...kept.inputs, ...change });
    const seen = await r2.plugin.read(token, kept.id, kept);
    if (!seen) return expect.unreachable("it is there");
    expect((await r2.plugin.diff(token, seen, kept.inputs)).changes).toStrictEqual(changes);
    const back = await r2.plugin.update(token, kept.id, seen, kept.inputs);
    expect(back.outputs).toStrictEqual(kept.outputs);
    await expectStable(r2.plugin, token, { ...back, id: kept.id }, inputs);
  });

  test("another name is a difference, and set back", async () => {
    const r2 = await start();
    const kept = await r2.create();
    await r2.client.update(account, kept.id, settings("mine"));
    const seen = await r2.plugin.read(token, kept.id, kept);
    if (!seen) return expect.unreachable("it is there");
    expect((await r2.plugin.diff(token, seen, kept.inputs)).changes).toStrictEqual({ name: "update" });
    await r2.plugin.update(token, kept.id, seen, kept.inputs);
    expect(r2.live()[0]?.settings["name"]).toBe(named);
  });

  test("a policy that is not of a bucket is told, and taken away", async () => {
    const r2 = await start();
    const kept = await r2.create();
    const { policies } = settings(named);
    const more = { effect: "allow", permission_groups: policies[0]?.permission_groups ?? [], resources: { all: "*" } };
    await r2.client.update(account, kept.id, { name: named, policies: [...policies, more] });
    const { remains } = await failureOf(r2.plugin.read(token, kept.id, kept));
    expect(remains?.reasons).toStrictEqual([
      expect.stringContaining(`API token ${kept.id} has policies at Cloudflare that are not of its buckets.`),
    ]);
    await r2.plugin.update(token, kept.id, kept, kept.inputs);
    await expectStable(r2.plugin, token, kept, inputs);
  });

  test("a token that is disabled says so", async () => {
    const r2 = await start();
    const kept = await r2.create();
    const [issued] = r2.live();
    if (issued) issued.status = "disabled";
    expect((await r2.plugin.read(token, kept.id, kept))?.outputs["status"]).toBe("disabled");
  });

  test("a token that is revoked is gone", async () => {
    const r2 = await start();
    const kept = await r2.create();
    await r2.client.delete(account, kept.id);
    expect(await r2.plugin.read(token, kept.id, kept)).toBeUndefined();
    await expect(r2.plugin.update(token, kept.id, kept, kept.inputs)).rejects.toThrow(
      `Account ${account} has no API token ${kept.id} any more.`,
    );
    await r2.plugin.delete(token, kept.id, kept);
  });
});

describe("a write that Cloudflare took and dropped", () => {
  test("of a token that it never lists is an error", async () => {
    const r2 = await start();
    r2.fail("cloudflare.createAccountToken", "drop");
    await expect(r2.create()).rejects.toThrow(
      /^Cloudflare took the order to issue API token \w+, but does not list it after a minute\./,
    );
  });

  test("of policies is an error, and the next update sends them again", async () => {
    const r2 = await start();
    const kept = await r2.create();
    const next = { ...kept.inputs, buckets: [audio, images] };
    r2.fail("cloudflare.updateAccountToken", "drop");
    await expect(r2.plugin.update(token, kept.id, kept, next)).rejects.toThrow(
      `Cloudflare took the order to change API token ${kept.id}, but does not show it as sent after a minute.`,
    );
    await r2.plugin.update(token, kept.id, kept, next);
    expect(r2.live()[0]?.settings["policies"]).toHaveLength(2);
  });

  test("of a revocation is an error", async () => {
    const r2 = await start();
    const kept = await r2.create();
    r2.fail("cloudflare.deleteAccountToken", "drop");
    await expect(r2.plugin.delete(token, kept.id, kept)).rejects.toThrow(
      `Cloudflare took the order to revoke API token ${kept.id}, but still shows it after a minute.`,
    );
  });
});

test("a revocation that is refused fails as long as the token lives", async () => {
  const r2 = await start();
  const kept = await r2.create();
  r2.fail("cloudflare.deleteAccountToken", "refuse", { status: 403 });
  await expect(r2.plugin.delete(token, kept.id, kept)).rejects.toThrow(
    `Cloudflare refused to revoke API token ${kept.id}: 403`,
  );
});

test("an import is refused, for the value cannot be read", async () => {
  const { plugin } = await start();
  await expect(plugin.read(token, "some-token")).rejects.toThrow("The S3 keys of R2 cannot be imported");
});

describe("a state of the official package's AccountToken", () => {
  const id = "0123456789abcdef0123456789abcdef";
  const written = (outputs: PropertyMap) => ({
    inputs: {
      __defaults: [],
      accountId: account,
      name: "plyr-staging-storage",
      policies: [audio, images].map((bucket) => {
        const { effect, groups, resources } = policyOf(account, bucket);
        return {
          effect,
          permissionGroups: groups.map((group) => ({ id: group })),
          resources: JSON.stringify(resources),
        };
      }),
    },
    outputs: { id, name: "plyr-staging-storage", status: "active", __meta: '{"schema_version":"501"}', ...outputs },
  });
  const program = { ...inputs, buckets: [audio, images] };
  const secretAccessKey = createHash("sha256").update("cfat_old").digest("hex");

  /** The same token at Cloudflare. */
  async function startWithToken() {
    const r2 = await start();
    const made = await r2.client.create(account, settings("plyr-staging-storage"));
    await r2.client.update(account, made.id, {
      name: "plyr-staging-storage",
      policies: [audio, images].flatMap((bucket) => {
        const { effect, groups, resources } = policyOf(account, bucket);
        return { effect, permission_groups: groups.map((group) => ({ id: group })), resources };
      }),
    });
    r2.takeEntries();
    return { ...r2, id: made.id };
  }

  test("moves without a call that changes the token: the key is the same, before the update and after", async () => {
    const r2 = await startWithToken();
    const state = written({ value: new Secret("cfat_old") });
    const given = await accept(r2.plugin, token, { ...program, lineage: unknown }, state.inputs);
    const diff = await r2.plugin.diff(token, state, given, [], r2.id);
    expect(diff).toMatchObject({
      replaces: [],
      changes: { lineage: "add", accessKeyId: "add", secretAccessKey: "add", tokenName: "add" },
    });
    const key = { accessKeyId: r2.id, secretAccessKey: new Secret(secretAccessKey), tokenName: "plyr-staging-storage" };
    expect(await r2.plugin.previewUpdate(token, r2.id, state, given)).toMatchObject(key);
    const moved = await r2.plugin.update(token, r2.id, state, await accept(r2.plugin, token, program, state.inputs));
    expect(moved.outputs).toMatchObject(key);
    expect(r2.takeWrites()).toStrictEqual([]);
    await expectStable(r2.plugin, token, { ...moved, id: r2.id }, program);
    await r2.plugin.delete(token, r2.id, moved);
    expect(r2.ids()).toStrictEqual([]);
  });

  test("is read, where the engine refreshes it as what the program declares", async () => {
    const r2 = await startWithToken();
    const seen = await r2.plugin.read(token, r2.id, written({ value: new Secret("cfat_old") }));
    expect(seen?.outputs).toMatchObject({ accessKeyId: r2.id, secretAccessKey: new Secret(secretAccessKey) });
  });

  test.each([
    ["no value", {}],
    ["an empty value", { value: new Secret("") }],
    ["an empty value that is no secret", { value: "" }],
  ])("with %s stops the preview with the line that issues another", async (_of, outputs) => {
    const r2 = await start();
    const state = written(outputs);
    const given = await accept(r2.plugin, token, program, state.inputs);
    await expect(r2.plugin.diff(token, state, given)).rejects.toThrow(
      'The state of "staging" has no value of its R2 token, of which the secret access key is made.\n' +
        "  Why: Cloudflare tells the value once, when it issues the token.\n  Fix: issue another, which also goes where the old one is\n" +
        `  Run: pulumi up --stack staging --replace ${r2.plugin.urn(token, "thing")}`,
    );
    const next = await accept(r2.plugin, token, { ...program, generation: 2 }, state.inputs);
    expect((await r2.plugin.diff(token, state, next)).replaces).toStrictEqual(["generation"]);
  });
});

test.each([undefined, ""])("a state of its own whose secret is %j stops the preview", async (secretAccessKey) => {
  const r2 = await start();
  const kept = await r2.create();
  const outputs = { ...kept.outputs, secretAccessKey: secretAccessKey ?? null };
  await expect(r2.plugin.diff(token, { ...kept, outputs }, kept.inputs)).rejects.toThrow(
    'The state of "staging" has no value of its R2 token',
  );
});

import { describe, expect, it } from "vitest";
import { reveal } from "../../../src/plugin/property-values.ts";
import { generatedSecretDefinition } from "../../../src/provider/generated/generated-secret.ts";
import { type Kept, secret, type TestPlugin, unknown } from "../../plugin/harness.ts";
import { servePlugin } from "../cloudless.ts";

const TOKEN = "parity:index:GeneratedSecret";

describe("a generated secret", () => {
  const plugin = servePlugin(generatedSecretDefinition);

  const make = async (given: Parameters<TestPlugin["check"]>[1]) =>
    plugin().create(TOKEN, (await plugin().check(TOKEN, given)).inputs, "session-key");
  const secretOf = (kept: Kept) => reveal(kept.outputs.value ?? null) as string;

  it.each([
    ["fernet", {}, /^[A-Za-z0-9_-]{43}=$/],
    ["hex", {}, /^[0-9a-f]{64}$/],
    ["base64", {}, /^[A-Za-z0-9+/]{43}=$/],
    ["base64url", {}, /^[A-Za-z0-9_-]{43}$/],
    ["alphanumeric", {}, /^[A-Za-z0-9]{43}$/],
    ["uuid", {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ["hex", { bytes: 16 }, /^[0-9a-f]{32}$/],
    ["base64url", { bytes: 64 }, /^[A-Za-z0-9_-]{86}$/],
    ["alphanumeric", { bytes: 16 }, /^[A-Za-z0-9]{22}$/],
  ])("is written as %s with %j, and never twice the same", async (shape, more, pattern) => {
    const [one, other] = [await make({ shape, ...more }), await make({ shape, ...more })];
    expect(secretOf(one)).toMatch(pattern);
    expect(secretOf(other)).toMatch(pattern);
    expect(secretOf(one)).not.toBe(secretOf(other));
    expect(one.id).toBe("session-key");
  });

  it("decodes to 32 bytes as a Fernet key, with every letter of its alphabet in use", async () => {
    const keys = await Promise.all(Array.from({ length: 40 }, async () => secretOf(await make({ shape: "fernet" }))));
    expect(keys.map((key) => Buffer.from(key, "base64url").length)).toStrictEqual(keys.map(() => 32));
    expect(keys.join("")).toContain("-");
    expect(keys.join("")).toContain("_");
  });

  it("keeps its value until its generation is raised or its shape changes", async () => {
    const values: string[] = [];
    const kept = await make({ shape: "hex" });
    const same = await plugin().update(TOKEN, kept.id, kept, { ...kept.inputs, bytes: 32 });
    values.push(secretOf(kept), secretOf(same));
    for (const news of [
      { shape: "hex", generation: 2 },
      { shape: "base64", generation: 1 },
      { shape: "hex", generation: 1, bytes: 16 },
    ]) {
      values.push(secretOf(await plugin().update(TOKEN, kept.id, kept, news)));
    }
    expect(values[1]).toBe(values[0]);
    expect(new Set(values).size).toBe(4);
  });

  it.each([
    ["shape", { shape: "base64" }],
    ["bytes", { shape: "hex", bytes: 16 }],
  ])(
    "refuses another %s without a higher generation: the value in use would be lost by the way",
    async (name, news) => {
      const { inputs } = await make({ shape: "hex" });
      expect((await plugin().check(TOKEN, news, inputs)).failures).toStrictEqual([
        [
          name,
          "cannot change on its own.\n" +
            "  Why: A new value would be made, and what the one in use has signed or encrypted is lost with it.\n" +
            "  Fix: if that is meant, raise the generation, too, to 2; else write what was there",
        ],
      ]);
      expect((await plugin().check(TOKEN, { ...news, generation: 2 }, inputs)).failures).toStrictEqual([]);
      expect((await plugin().check(TOKEN, { shape: "hex", bytes: 32 }, inputs)).failures).toStrictEqual([]);
    },
  );

  it("is regenerated in place, and shown as unknown in the preview of that", async () => {
    const kept = await make({ shape: "hex" });
    const news = { shape: "hex", generation: 2 };
    expect(await plugin().diff(TOKEN, kept, news)).toMatchObject({ changes: { generation: "update" }, replaces: [] });
    expect(await plugin().previewUpdate(TOKEN, kept.id, kept, news)).toStrictEqual({ ...news, value: secret(unknown) });
  });

  it("refuses a number of bytes where the format fixes it, or too few", async () => {
    expect((await plugin().check(TOKEN, { shape: "fernet", bytes: 64 })).failures).toStrictEqual([
      ["bytes", "has no meaning for fernet, whose length its format fixes.\n  Fix: leave it out"],
    ]);
    expect((await plugin().check(TOKEN, { shape: "hex", bytes: 8 })).failures).toStrictEqual([
      ["bytes", "Too small: expected number to be >=16\n  Fix: write what `pulumi package get-schema` says of it"],
    ]);
  });

  it("cannot be imported, and says what to do instead", async () => {
    await expect(plugin().read(TOKEN, "session-key")).rejects.toThrow(
      "A generated secret cannot be imported.\n" +
        "  Why: Its value exists in state only, and an id on the command line is not a place for a secret.\n" +
        "  Fix: keep a value that is in use already under the stack's secrets, and refer to it in place of generate",
    );
  });
});

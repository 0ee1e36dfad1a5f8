import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FaultKind } from "../../../sandbox/clouds/core/faults.ts";
import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { variablesDefinition } from "../../../src/provider/pages/variables.ts";
import { type PluginFailure, secret, type TestPlugin } from "../../plugin/harness.ts";
import { accept, expectStable, liveThrough } from "../../plugin/lifecycle.ts";
import { ACCOUNT, type PagesCloud, startPagesCloud, startPagesPlugin } from "./pages-cloud.ts";

const TOKEN = "parity:pages:Variables";
const ID = `${ACCOUNT}/plyr/preview`;
const plain = (value: string) => ({ type: "plain_text", value });
const hidden = { type: "secret_text", value: "" };

describe("Pages variables", () => {
  let cloud: PagesCloud;
  let plugin: TestPlugin;

  beforeEach(async () => {
    cloud = await startPagesCloud();
    await cloud.createProject("plyr");
    plugin = await startPagesPlugin(cloud, variablesDefinition);
  });
  afterEach(() => plugin.close());

  const program = (plains: PropertyMap, secrets: PropertyMap = {}): PropertyMap => ({
    accountId: ACCOUNT,
    project: "plyr",
    slot: "preview",
    plain: plains,
    secret: secrets,
  });
  const create = async (given: PropertyMap) => plugin.create(TOKEN, await accept(plugin, TOKEN, given));
  const variablesIn = async (slot: "preview" | "production") => (await cloud.look("plyr"))[slot].env_vars;
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => expect.unreachable("the call was not refused"),
      (failure: PluginFailure) => failure,
    );

  it("live beside those of others: create, update, delete, each read back", async () => {
    await cloud.change("plyr", "preview", { OTHERS: plain("stays") });
    await cloud.change("plyr", "production", { PUBLIC_API_URL: plain("https://production.test") });
    const seen: unknown[] = [];
    await liveThrough(plugin, {
      token: TOKEN,
      outlivesDelete: true,
      inputs: program({ PUBLIC_API_URL: "https://staging.test" }, { API_KEY: "k1" }),
      updates: [
        {
          inputs: program({ PUBLIC_API_URL: "https://new.test", "odd key": "x" }, { API_KEY: "k1" }),
          changes: { "plain.PUBLIC_API_URL": "update", 'plain["odd key"]': "add" },
        },
        {
          inputs: program({ PUBLIC_API_URL: "https://new.test" }, { API_KEY: "k2", LATE: "l" }),
          changes: { 'plain["odd key"]': "delete", "secret.API_KEY": "update", "secret.LATE": "add" },
        },
      ],
      observe: async () => {
        seen.push(cloud.takeRequests(), await variablesIn("preview"));
      },
    });
    expect(seen).toStrictEqual([
      [
        "GET",
        "PATCH preview.env_vars.PUBLIC_API_URL.type preview.env_vars.PUBLIC_API_URL.value preview.env_vars.API_KEY.type preview.env_vars.API_KEY.value",
        "GET",
      ],
      { OTHERS: plain("stays"), PUBLIC_API_URL: plain("https://staging.test"), API_KEY: hidden },
      [
        "GET",
        "GET",
        "PATCH preview.env_vars.PUBLIC_API_URL.type preview.env_vars.PUBLIC_API_URL.value preview.env_vars.odd key.type preview.env_vars.odd key.value",
        "GET",
      ],
      { OTHERS: plain("stays"), PUBLIC_API_URL: plain("https://new.test"), API_KEY: hidden, "odd key": plain("x") },
      [
        "GET",
        "GET",
        "PATCH preview.env_vars.API_KEY.type preview.env_vars.API_KEY.value preview.env_vars.LATE.type preview.env_vars.LATE.value preview.env_vars.odd key",
        "GET",
      ],
      { OTHERS: plain("stays"), PUBLIC_API_URL: plain("https://new.test"), API_KEY: hidden, LATE: hidden },
      ["GET", "GET", "PATCH preview.env_vars.PUBLIC_API_URL preview.env_vars.API_KEY preview.env_vars.LATE", "GET"],
      { OTHERS: plain("stays") },
    ]);
    expect(await variablesIn("production")).toStrictEqual({ PUBLIC_API_URL: plain("https://production.test") });
  });

  it("have the account, project and slot as their id", async () => {
    expect((await create(program({ A: "1" }))).id).toBe(ID);
  });

  it("need a project", async () => {
    const failure = await refusal(create({ ...program({ A: "1" }), project: "elsewhere" }));
    expect(failure.message).toBe(
      `The preview variables of Pages project "elsewhere" cannot be set: account ${ACCOUNT} has no such project.\n` +
        "  Fix: bring the stack up that owns the project first, or correct its name",
    );
  });

  it("are gone with their project, whose delete they survive", async () => {
    const kept = await create(program({ A: "1" }));
    await cloud.deleteProject("plyr");
    expect(await plugin.read(TOKEN, kept.id, kept)).toBeUndefined();
    await plugin.delete(TOKEN, kept.id, kept);
  });

  it("are refused in two kinds at once", async () => {
    expect((await plugin.check(TOKEN, program({ A: "1" }, { A: "2" }))).failures).toStrictEqual([
      [
        "secret.A",
        'is in "plain" too, and a Pages variable is one or the other.\n  Fix: remove it from one of the two',
      ],
    ]);
  });

  it("keep the mark of a wrangler file that configures the slot", async () => {
    await cloud.change("plyr", "preview", {}, { wrangler_config_hash: "abc" });
    await create(program({ A: "1" }));
    expect((await cloud.look("plyr")).preview).toMatchObject({
      env_vars: { A: plain("1") },
      wrangler_config_hash: "abc",
    });
  });

  describe("that exist already", () => {
    it("are taken over when their value is the same", async () => {
      await cloud.change("plyr", "preview", { A: plain("1") });
      await create(program({ A: "1" }));
      expect(cloud.takeRequests()).toStrictEqual(["GET"]);
    });

    it.each([
      ["with another value", program({ A: "2" }), { A: plain("1") }],
      ["as a secret", program({}, { A: "1" }), { A: { type: "secret_text", value: "1" } }],
      ["as a secret in place of a plain one", program({ A: "1" }), { A: { type: "secret_text", value: "1" } }],
    ])("%s are left alone, and the way to keep it is named", async (_how, given, existing) => {
      await cloud.change("plyr", "preview", existing);
      expect((await refusal(create(given))).message).toBe(
        'The preview slot of Pages project "plyr" already has A, with other values or as secrets, and this stack did not set them.\n' +
          "  Why: It would overwrite what somebody else relies on.\n" +
          "  Fix: keep the secret ones as they are, and give plain ones the value that they have\n" +
          "  Run: parity adopt --stack staging",
      );
      expect(cloud.takeRequests()).toStrictEqual(["GET"]);
    });

    it("are left alone by an update as well", async () => {
      const kept = await create(program({ A: "1" }));
      await cloud.change("plyr", "preview", { B: plain("theirs") });
      const failure = await refusal(plugin.update(TOKEN, ID, kept, program({ A: "1", B: "ours" })));
      expect(failure.message).toContain("already has B, with other values or as secrets");
      expect(await variablesIn("preview")).toStrictEqual({ A: plain("1"), B: plain("theirs") });
    });

    it.each([
      ["by their names", `${ID}?A,S`],
      ["whole", ID],
    ])("are imported %s, and secret ones are kept until they are not", async (_how, imports) => {
      await cloud.change("plyr", "preview", { A: plain("1"), S: { type: "secret_text", value: "s" } });
      const imported = await plugin.read(TOKEN, imports);
      const inputs = { ...program({ A: "1" }), kept: ["S"] };
      expect(imported).toMatchObject({ id: ID, inputs: { ...inputs, secret: secret({}) } });
      if (!imported) return expect.unreachable("nothing was found");
      await expectStable(plugin, TOKEN, imported, inputs);
      expect(cloud.takeRequests().some((request) => request.startsWith("PATCH"))).toBe(false);
      await plugin.update(TOKEN, ID, imported, program({ A: "1" }, { S: "new" }));
      expect(cloud.takeRequests().at(-2)).toBe("PATCH preview.env_vars.S.type preview.env_vars.S.value");
    });

    it("are kept by an update and a delete, also those that were set here", async () => {
      const before = await create(program({ A: "1" }, { S: "s" }));
      const after = await plugin.update(TOKEN, ID, before, { ...program({ A: "1" }), kept: ["S"] });
      await plugin.delete(TOKEN, ID, after);
      expect(await variablesIn("preview")).toStrictEqual({ S: hidden });
    });

    it("are not kept where there are none", async () => {
      const failure = await refusal(create({ ...program({ A: "1" }), kept: ["GONE"] }));
      expect(failure.message).toBe(
        'The preview slot of Pages project "plyr" has no GONE to keep.\n' +
          "  Fix: remove them from `kept` in Pulumi.staging.yaml, and this stack sets them",
      );
    });

    it.each(["plyr", `${ACCOUNT}/plyr/staging`, `${ACCOUNT}/plyr/preview/A`])(
      "are not imported by the id %s",
      async (id) => {
        await expect(plugin.read(TOKEN, id)).rejects.toThrow(
          `"${id}" does not name the variables of a Pages project.\n` +
            "  Fix: write <accountId>/<project>/preview or <accountId>/<project>/production",
        );
      },
    );
  });

  describe("that somebody changed by hand", () => {
    const given = program({ A: "1", B: "2" }, { S: "s", T: "t" });

    it("show as drift, by name, and are put right by the next update", async () => {
      const kept = await create(given);
      await cloud.change("plyr", "preview", { A: plain("9"), B: null, T: null, NEW: plain("theirs") });
      const seen = await plugin.read(TOKEN, ID, kept);
      expect(seen?.inputs).toStrictEqual({ ...program({ A: "9" }), secret: secret({ S: "s" }) });
      if (!seen) return expect.unreachable("nothing was found");
      const inputs = await accept(plugin, TOKEN, given, seen.inputs);
      expect((await plugin.diff(TOKEN, seen, inputs)).changes).toStrictEqual({
        "plain.A": "update",
        "plain.B": "add",
        "secret.T": "add",
      });
      await plugin.update(TOKEN, ID, seen, inputs);
      expect(await variablesIn("preview")).toStrictEqual({
        A: plain("1"),
        B: plain("2"),
        S: hidden,
        T: hidden,
        NEW: plain("theirs"),
      });
    });

    it("into the other kind show as missing, the value of a secret nowhere, and are put right as ours", async () => {
      const kept = await create(given);
      await cloud.change("plyr", "preview", { A: { type: "secret_text", value: "1" }, S: plain("s") });
      const seen = await plugin.read(TOKEN, ID, kept);
      const left = { ...program({ B: "2" }), secret: secret({ T: "t" }) };
      expect(seen).toStrictEqual({ id: ID, inputs: left, outputs: { ...left, unconfirmed: ["A", "S"] } });
      if (!seen) return expect.unreachable("nothing was found");
      await plugin.update(TOKEN, ID, seen, await accept(plugin, TOKEN, given, seen.inputs));
      expect(await variablesIn("preview")).toStrictEqual({ A: plain("1"), B: plain("2"), S: hidden, T: hidden });
    });

    it("are put right even when nobody looked first", async () => {
      const kept = await create(given);
      await cloud.change("plyr", "preview", { A: plain("9"), T: null });
      await plugin.update(TOKEN, ID, kept, { ...kept.inputs, plain: { A: "1", B: "3" } });
      expect(await variablesIn("preview")).toStrictEqual({ A: plain("1"), B: plain("3"), S: hidden, T: hidden });
    });
  });

  describe("when Cloudflare fails", () => {
    const PATCH = "cloudflare.updatePagesProject";
    const fail = (kind: FaultKind, times: number, status?: number) =>
      cloud.faults.push({ operation: PATCH, kind, times, ...(status && { status }) });
    const sent = () => cloud.takeRequests().map((request) => request.split(" ")[0]);

    it.each<[string, FaultKind, PropertyMap, string[]]>([
      ["the answer got lost: found done, not sent again", "lose", program({ A: "1" }), ["GET", "PATCH", "GET", "GET"]],
      ["the request got lost: sent again", "cut", program({ A: "1" }), ["GET", "PATCH", "GET", "PATCH", "GET"]],
      [
        "the answer got lost, with a secret that nobody can read: sent again",
        "lose",
        program({}, { S: "s" }),
        ["GET", "PATCH", "GET", "PATCH", "GET"],
      ],
      ["a server error after the work", "misreport", program({ A: "1" }), ["GET", "PATCH", "GET", "GET"]],
      ["it was throttled", "refuse", program({ A: "1" }), ["GET", "PATCH", "PATCH", "GET"]],
    ])("%s", async (_what, kind, given, requests) => {
      fail(kind, 1, kind === "refuse" ? 429 : kind === "misreport" ? 502 : undefined);
      const kept = await create(given);
      expect(sent()).toStrictEqual(requests);
      await expectStable(plugin, TOKEN, kept, given);
    });

    it("twice without an answer, the outcome is said to be uncertain, and the next update settles it", async () => {
      fail("cut", 2);
      const failure = await refusal(create(program({ A: "1" }, { S: "canary" })));
      expect(failure.remains?.id).toBe(ID);
      expect(failure.remains?.outputs.unconfirmed).toStrictEqual(["A", "S"]);
      expect(failure.message).toContain(
        'Cloudflare did not answer when asked to change the preview variables of Pages project "plyr"',
      );
      expect(failure.message).toContain("It is not certain which of A, S took effect.");
      expect(failure.message).not.toContain("canary");
      if (!failure.remains) return expect.unreachable("nothing was kept");
      const settled = await plugin.update(TOKEN, ID, failure.remains, failure.remains.inputs);
      expect(settled.outputs.unconfirmed).toStrictEqual([]);
      expect(await variablesIn("preview")).toStrictEqual({ A: plain("1"), S: hidden });
    });

    it("by dropping a write in silence, the dropped names are told, kept as ours and sent again", {
      timeout: 15_000,
    }, async () => {
      const kept = await create(program({ A: "1" }));
      fail("drop", 1);
      const failure = await refusal(plugin.update(TOKEN, ID, kept, program({ A: "2" }, { S: "s" })));
      expect(failure.message).toBe(
        'Cloudflare accepted the preview variables of Pages project "plyr" but does not show A, S as sent.\n' +
          "  Fix: send them once more\n  Run: pulumi up --stack staging",
      );
      if (!failure.remains) return expect.unreachable("nothing was kept");
      await plugin.update(TOKEN, ID, failure.remains, failure.remains.inputs);
      expect(await variablesIn("preview")).toStrictEqual({ A: plain("2"), S: hidden });
    });

    it("a new value of a secret without an answer, it is sent again, for nobody can read which one is there", async () => {
      const kept = await create(program({}, { S: "old" }));
      fail("cut", 2);
      const { remains } = await refusal(plugin.update(TOKEN, ID, kept, program({}, { S: "new" })));
      if (!remains) return expect.unreachable("nothing was kept");
      cloud.takeRequests();
      await plugin.update(TOKEN, ID, remains, program({}, { S: "new" }));
      const sent = "PATCH preview.env_vars.S.type preview.env_vars.S.value";
      expect(cloud.takeRequests()).toStrictEqual(["GET", sent, "GET"]);
      // A refresh in between clears the failure that the engine keeps, so the difference has to show in the inputs.
      const seen = await plugin.read(TOKEN, ID, remains);
      expect(await plugin.diff(TOKEN, seen ?? {}, program({}, { S: "new" }))).toMatchObject({
        changes: { "secret.S": "add" },
      });
    });

    it("by dropping a removal in silence, the names stay ours: removed or set again by the next update", async () => {
      const kept = await create(program({ A: "1", B: "2" }, { S: "s" }));
      fail("drop", 1);
      const { remains } = await refusal(plugin.update(TOKEN, ID, kept, program({})));
      if (!remains) return expect.unreachable("nothing was kept");
      expect(remains.outputs.unconfirmed).toStrictEqual(["A", "B", "S"]);
      const seen = await plugin.read(TOKEN, ID, remains);
      expect(seen?.inputs).toStrictEqual({ ...program({ A: "1", B: "2" }), secret: secret({ S: "" }) });
      await plugin.update(TOKEN, ID, remains, program({ B: "other" }));
      expect(await variablesIn("preview")).toStrictEqual({ B: plain("other") });
    });

    it("a refusal is final and told with its reason", async () => {
      fail("refuse", 1, 403);
      const failure = await refusal(create(program({ A: "1" })));
      expect(failure.message).toBe(
        'Cloudflare refused to change the preview variables of Pages project "plyr": 403 Unauthorized to access requested resource ' +
          `(PATCH /accounts/${ACCOUNT}/pages/projects/plyr).\n` +
          "  Fix: set CLOUDFLARE_API_TOKEN to a live Cloudflare API token of this account with the permissions Pages Write and, " +
          "for R2, Workers R2 Storage Write and Account API Tokens Write",
      );
      expect(failure.remains).toBeUndefined();
      expect(sent()).toStrictEqual(["GET", "PATCH"]);
    });

    it("unreadable variables are not taken for missing ones", async () => {
      const kept = await create(program({ A: "1" }));
      cloud.faults.push({ operation: "cloudflare.getPagesProject", kind: "refuse", status: 403, times: 1 });
      await expect(plugin.read(TOKEN, ID, kept)).rejects.toThrow(
        'Cloudflare refused to read the preview variables of Pages project "plyr": 403',
      );
    });
  });
});

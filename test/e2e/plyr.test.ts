import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";
import { expectNoChanges, live, resourcesOf } from "./outcome.ts";

const canary = "canary-7f3a9c51-never-in-clear";
const plyr = new Sandbox();

beforeAll(async () => {
  await plyr.succeed(
    ["config", "set", "--path", "--secret", "--stack", "staging", "plyr:secrets.LOGFIRE_WRITE_TOKEN"],
    canary,
  );
});
afterAll(() => plyr.close());

describe("staging", () => {
  test("goes up from nothing, after what it needs of the shared stack", async () => {
    const text = await plyr.bringUp("staging");
    expect(text).toContain("staging needs what shared owns: bringing shared up first");
    expect(resourcesOf(text)).toEqual(["+ 22 created"]);
    expect(text).toMatch(/cost +: {\s+high +: 5\.79\s+low +: 5\.49\s+pricesOf: "2026-08-03"\s+unit +: "USD a month"/);
  });

  test("is shown by the sandbox's own commands as it is", async () => {
    expect(await plyr.ask(["show", "fly", "--json"])).toEqual(await plyr.cloud("fly"));
    expect(await plyr.ask(["journal", "--json"])).toEqual(await plyr.journal());
    expect(await plyr.ask(["stack", "export", "--stack", "staging"])).toEqual(JSON.parse(await plyr.state("staging")));
    const lines = await plyr.succeed(["variables"]);
    for (const [name, value] of Object.entries(await plyr.variables()))
      expect(lines).toContain(`export ${name}='${value}'`);
    expect(await plyr.succeed(["operations", "neon."])).toContain("neon.createProject  POST /api/v2/projects\n");
  });

  test("names no place in the code, but for the stack itself, which the SDK makes", async () => {
    const { resources } = JSON.parse(await plyr.state("staging")).deployment;
    const placed = resources.filter((one: object) => "sourcePosition" in one || "stackTrace" in one);
    expect(placed.map(({ type }: { type: string }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("has an empty second preview, which asks no cloud anything", async () => {
    const before = (await plyr.journal()).length;
    await expectNoChanges(plyr, "staging");
    await expectNoChanges(plyr, "shared");
    expect(await plyr.journal(before)).toEqual([]);
  });

  test("changes exactly the value that was changed in its file", async () => {
    const before = (await plyr.journal()).length;
    plyr.edit(
      "Pulumi.staging.yaml",
      (text) => `${text.trimEnd()}\n    apps: { api: { secrets: { LOGFIRE_ENABLED: false } } }\n`,
    );
    const text = await plyr.bringUp("staging");
    expect(resourcesOf(text)).toEqual(["~ 1 updated", "21 unchanged"]);
    const writes = (await plyr.journal(before)).filter(({ method }) => method !== "GET");
    expect(writes.map(({ operation, body }) => [operation, body])).toEqual([
      ["fly.updateSecrets", ["values.LOGFIRE_ENABLED"]],
    ]);
  });
});

describe("a running app", () => {
  test("gets changed secrets, machine by machine, and keeps its image", async () => {
    const machine = await deploy("plyr-api-staging");
    plyr.edit("Pulumi.staging.yaml", (text) => text.replace("LOGFIRE_ENABLED: false", "LOGFIRE_ENABLED: maybe"));
    await plyr.bringUp("staging");
    const { apps } = await plyr.cloud<Fly>("fly");
    const app = apps["plyr-api-staging"];
    expect(app?.machines[machine]).toMatchObject({ state: "started", secretsVersion: app?.secrets.version });
    expect(app?.machines[machine]?.config.image).toBe("registry.fly.io/plyr-api-staging:deployment-1");
    await expectNoChanges(plyr, "staging", "--refresh");
  });
});

type Fly = { apps: { [name: string]: { secrets: { version: number }; machines: { [id: string]: Machine } } } };
type Machine = { state: string; secretsVersion: number; config: { image: string } };

/** Starts a machine as flyctl does at a deploy, and answers its id. */
async function deploy(app: string): Promise<string> {
  const { FLY_FLAPS_BASE_URL, FLY_API_TOKEN } = await plyr.variables();
  const headers = { authorization: `Bearer ${FLY_API_TOKEN}`, "content-type": "application/json" };
  const metadata = { fly_platform_version: "v2", fly_process_group: "app" };
  const config = { image: `registry.fly.io/${app}:deployment-1`, metadata };
  const url = `${FLY_FLAPS_BASE_URL}/v1/apps/${app}/machines`;
  const made = await fetch(url, { method: "POST", headers, body: JSON.stringify({ region: "ord", config }) });
  const { id } = (await made.json()) as { id: string };
  await fetch(`${url}/${id}/wait?state=started&timeout=10`, { headers });
  return id;
}

describe("the other stacks", () => {
  test("dev has its database and buckets, and no Fly app", async () => {
    const before = (await plyr.journal()).length;
    await plyr.bringUp("dev");
    expect((await plyr.journal(before)).filter(({ cloud }) => cloud === "fly")).toEqual([]);
    await expectNoChanges(plyr, "dev");
  });

  test("production goes up beside them and stays as it is", async () => {
    await plyr.bringUp("production");
    await expectNoChanges(plyr, "production", "--refresh");
  });

  test("each slot of the one Pages project has its own variables", async () => {
    const { pagesProjects } = await plyr.cloud<{ pagesProjects: Record<string, { deployment_configs: Slots }> }>(
      "cloudflare",
    );
    const [project] = Object.values(pagesProjects);
    const urlOf = (slot: keyof Slots) => project?.deployment_configs[slot].envVars["PUBLIC_API_URL"];
    expect(urlOf("preview")).toMatchObject({ type: "plain_text", value: "https://plyr-api-staging.fly.dev" });
    expect(urlOf("production")).toMatchObject({ type: "plain_text", value: "https://plyr-api.fly.dev" });
  });
});

type Slots = Record<"preview" | "production", { envVars: Record<string, unknown> }>;

describe("safety", () => {
  test("production's stateful things refuse to be destroyed", async () => {
    const { code, text } = await plyr.run(["destroy", "--stack", "production", "--yes"]);
    expect(code).not.toBe(0);
    expect(text).toContain("protect");
  });

  test("no request went to anything that the clouds do not serve", async () => {
    expect((await plyr.journal()).filter(({ operation }) => operation === "unserved")).toEqual([]);
  });

  test("the canary is found nowhere in clear, after previews, updates and exports", async () => {
    const shown = await plyr.succeed(["stack", "export", "--stack", "staging"]);
    const diff = await plyr.succeed(["preview", "--stack", "staging", "--diff", "--json"]);
    expect(shown + diff).not.toContain(canary);
    expect(plyr.filesWith(canary)).toEqual([]);
  });

  test("destroying staging leaves nothing of it in any cloud, and production as it is", async () => {
    await plyr.succeed(["destroy", "--stack", "staging", "--yes", "--skip-preview"]);
    for (const cloud of ["fly", "neon", "cloudflare", "github"] as const) {
      expect(JSON.stringify(live(await plyr.cloud(cloud)))).not.toContain("staging");
    }
    await expectNoChanges(plyr, "production");
  });
});

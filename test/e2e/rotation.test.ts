import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { repository } from "../../sandbox/folder.ts";
import { api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges } from "./outcome.ts";

const system = {
  buckets: { media: { name: "acme-media-${environment.name}" } },
  apps: {
    gate: {
      ...{ ...api, name: "acme-gate", shared: { owner: "shared", reason: "one gate stands before all" } },
      secrets: { TOKEN: { generate: "hex" }, TOKEN_PREVIOUS: "${apps.gate.secrets.TOKEN.previous}" },
    },
    api: {
      ...{ ...api, name: "acme-api-${environment.name}" },
      secrets: {
        SESSION_KEY: { generate: "hex" },
        SESSION_KEY_PREVIOUS: "${apps.api.secrets.SESSION_KEY.previous}",
        S3_ID: "${storage.accessKeyId}",
        S3_SECRET: "${storage.secretAccessKey}",
        GATE_TOKEN: "${apps.gate.secrets.TOKEN}",
        PARTNER_TOKEN: "${secrets.PARTNER_TOKEN}",
      },
    },
  },
};
const deploy = { on: { push: { branches: ["main"] } } };
const acme = new Sandbox(productFiles(system, { shared: {}, staging: { deploy, protect: true } }));
afterAll(() => acme.close());

const canary = "partner-canary-5f1c";

/** Digests of an app's secrets, by name. */
async function secretsOf(app: string): Promise<{ [name: string]: string | undefined }> {
  interface Fly {
    readonly apps: Record<string, { secrets: { entries: Record<string, { digest: string }> } }>;
  }
  const entries = (await acme.cloud<Fly>("fly")).apps[app]?.secrets.entries ?? {};
  return Object.fromEntries(Object.entries(entries).map(([name, { digest }]) => [name, digest]));
}

/** Names of the tokens that Fly and Cloudflare take. */
async function liveTokens(): Promise<string[]> {
  const fly = await acme.cloud<{ accessTokens: { name: string; revokedAt?: string; scope: { kind: string } }[] }>(
    "fly",
  );
  const { tokens } = await acme.cloud<{ tokens: Record<string, { settings: { name: string } }> }>("cloudflare");
  const ofApps = fly.accessTokens.filter(({ revokedAt, scope }) => !revokedAt && scope.kind === "app");
  return [...ofApps.map(({ name }) => name), ...Object.values(tokens).map(({ settings }) => settings.name)]
    .map((name) => name.replace(/[\w-]{36}$/, "lineage"))
    .filter((name) => name.includes("staging"))
    .sort();
}

test("a person's value goes where the config wants it, and keys are rotated to one that is valid", async () => {
  await acme.bringUp("staging");
  const before = await secretsOf("acme-api-staging");
  const said = await acme.succeed(["parity", "secrets", "set", "PARTNER_TOKEN", "--stack", "staging"], `${canary}\n`);
  expect(said).toContain("PARTNER_TOKEN of staging is another");
  await acme.bringUp("staging");
  const set = await secretsOf("acme-api-staging");
  expect(set["PARTNER_TOKEN"]).not.toBe(before["PARTNER_TOKEN"]);
  expect({ ...set, PARTNER_TOKEN: "" }).toEqual({ ...before, PARTNER_TOKEN: "" });

  const names = ["acme-staging-api/8760h/1", "acme-staging-storage/1/lineage"];
  expect(await liveTokens()).toEqual(names);
  const words = ["storage", "apps.api.deployToken", "apps.api.secrets.SESSION_KEY", "--stack", "staging", "--yes"];
  const rotated = await acme.succeed(["parity", "secrets", "rotate", ...words]);
  expect(rotated).toContain("The old ones are still valid");
  const both = await secretsOf("acme-api-staging");
  expect(both["SESSION_KEY_PREVIOUS"]).toBe(set["SESSION_KEY"]);
  expect(both["SESSION_KEY"]).not.toBe(set["SESSION_KEY"]);
  expect(both["S3_ID"]).not.toBe(set["S3_ID"]);
  expect(await liveTokens()).toEqual([...names, ...names.map((name) => name.replace("/1", "/2"))].sort());

  await acme.succeed(["parity", "secrets", "rotate", ...words, "--end"]);
  expect(await liveTokens()).toEqual(names.map((name) => name.replace("/1", "/2")));
  const after = await secretsOf("acme-api-staging");
  expect(after).toEqual({ ...both, SESSION_KEY_PREVIOUS: both["SESSION_KEY"] });
  await expectNoChanges(acme, "staging", "--refresh");
  expect(acme.filesWith(canary)).toEqual([]);
});

const page = readFileSync(join(repository, "docs/rotate.md"), "utf8");
/** Lines of the blocks that are no YAML. */
const lines = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, language, block = ""]) =>
  language === "" ? block.trimEnd().split("\n") : [],
);

whole("every line of docs/rotate.md does what the page says", { timeout: 900_000 }, async () => {
  await acme.bringUp("staging");
  const said: string[] = [];
  for (const line of lines) {
    // The test before has rotated some within this hour.
    const again = /--end|--again/.test(line) ? "" : " --again";
    const more = /^parity secrets rotate (?!.*--dry-run)/.test(line) ? ` --yes${again}` : "";
    const { code, text } = await acme.type(`Run: ${line}`, line, { more, input: canary });
    expect(code, `${line}\n${text}`).toBe(0);
    said.push(text);
  }
  expect(said.filter((text) => text.includes("Rotated. Only the new ones are valid."))).toHaveLength(4);
  expect(said.filter((text) => text.includes("The old ones are still valid"))).toHaveLength(2);
  await expectNoChanges(acme, "shared", "--refresh");
  await expectNoChanges(acme, "staging", "--refresh");
  expect(await liveTokens()).toHaveLength(2);
  expect(acme.filesWith(canary)).toEqual([]);
});

whole("lines that a list and a rotation print are run as they stand there", async () => {
  const list = await acme.succeed(["parity", "secrets", "list", "--stack", "staging"]);
  const set = await acme.type(list, shape`parity secrets set … --stack …`, { input: canary });
  expect(set.text).toContain("PARTNER_TOKEN of staging is another");
  const left = await acme.type(list, shape`parity secrets rotate … --stack …`, { more: " --yes" });
  expect(left.text).toContain("--again rotates once more");
  const words = ["apps.api.secrets.SESSION_KEY", "--stack", "staging", "--yes", "--again"];
  const rotated = await acme.succeed(["parity", "secrets", "rotate", ...words]);
  const ended = await acme.type(rotated, shape`parity secrets rotate … --stack … --end`, { more: " --yes" });
  expect(ended.text).toContain("Rotated.");
});

import { afterAll, expect, test } from "vitest";
import { api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
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
        S3_ID: "${storage.accessKeyId}",
        S3_SECRET: "${storage.secretAccessKey}",
        GATE_TOKEN: "${apps.gate.secrets.TOKEN}",
        PARTNER: "${secrets.PARTNER}",
      },
    },
  },
};
const deploy = { on: { push: { branches: ["main"] } } };
const acme = new Sandbox(productFiles(system, { shared: {}, staging: { deploy, protect: true } }));
afterAll(() => acme.close());

test("try", async () => {
  await acme.bringUp("staging");
  console.log(await acme.succeed(["parity", "secrets", "set", "PARTNER", "--stack", "staging"], "partner-canary\n"));
  await acme.bringUp("staging");
  for (const words of [
    ["storage", "apps.api.deployToken", "--stack", "staging", "--yes"],
    ["apps.api.secrets.SESSION_KEY", "--stack", "staging", "--yes"],
    ["apps.api.secrets.SESSION_KEY", "--stack", "staging", "--yes"],
    ["apps.gate.secrets.TOKEN", "--stack", "shared", "--yes"],
    ["apps.gate.secrets.TOKEN", "--stack", "shared", "--yes", "--end"],
    ["apps.gate.secrets.TOKEN", "--stack", "shared", "--yes", "--end"],
  ]) {
    const started = Date.now();
    const { code, text } = await acme.run(["parity", "secrets", "rotate", ...words]);
    console.log(words.join(" "), code, Date.now() - started, `\n${text}`);
  }
  await expectNoChanges(acme, "staging", "--refresh");
  await expectNoChanges(acme, "shared", "--refresh");
});

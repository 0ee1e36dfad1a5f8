import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Project } from "../../../src/components/project.ts";
import { LEAST_NODE } from "../../../src/operations/doctor/node.ts";
import { admit } from "../../../src/operations/doctor/patient.ts";
import { checkLeftPlaceholders } from "../../../src/operations/doctor/placeholders.ts";
import { folderWith } from "../../cli/command.ts";
import { accounts } from "../../stage/product.ts";
import { reviewSystem } from "../../stage/review-product.ts";
import { broken } from "./broken.ts";
import { detailsOf, serve, setUp } from "./set-up.ts";

/** What is asked of Neon alone. */
const NEON = [`Neon projects of ${reviewSystem.neon.organization}`, "Neon branches of staging main"];

/** What the emulated vendors do not tell of their operator's tokens. */
const UNTOLD = ["permissions of CLOUDFLARE_API_TOKEN", "permissions of GITHUB_TOKEN"];

test.each(broken)("%s is found, and nothing else is wrong", async (_, breaks, what, code, words) => {
  const it = await setUp();
  await breaks(it);
  const { findings } = await it.examine();
  const wrong = findings.filter(({ state }) => state === "problem");
  expect(wrong.map(({ what: one, problem }) => [one, problem?.code])).toEqual([[what, code]]);
  expect(wrong[0]?.problem?.what).toContain(words);
  expect(wrong[0]?.problem?.fix).not.toBe("");
  expect(JSON.stringify(findings)).not.toMatch(/canary|hunter2|fo1_|napi_/);
});

test("a set-up in which all is well is fine throughout, but for what no vendor tells, and nothing is written", async () => {
  const it = await setUp();
  it.encrypt("staging");
  const { findings, next } = await it.examine("staging");
  expect(findings.filter(({ state }) => state !== "ok").map(({ what }) => what)).toEqual(UNTOLD);
  expect(detailsOf(findings)["passphrase of staging"]).toBe("opens its secrets");
  expect(next).toBeUndefined();
  expect(Object.values(it.clouds).flatMap((cloud) => cloud.takeWrites())).toEqual([]);
});

test("the stack to bring up next is one that is not up", async () => {
  expect((await (await setUp()).examine()).next).toBe("production");
});

test("what cannot be asked is not known, and never fine", async () => {
  const it = await setUp();
  it.script["whoami"] = { prints: JSON.stringify({ user: "ann", url: "s3://states?region=auto" }) };
  it.files["Pulumi.staging.yaml"] = String(it.files["Pulumi.staging.yaml"]).replace(
    "config:\n",
    "config:\n  parity:neonApiKey:\n    secure: v1:a:b\n",
  );
  delete it.env["NEON_API_KEY"];
  it.env["FLY_FLAPS_BASE_URL"] = await serve(...Array.from({ length: 9 }, () => ({ status: 200, body: "<html>" })));
  const { findings } = await it.examine("staging");
  const unknown = findings.filter(({ state }) => state === "unknown").map(({ what }) => what);
  expect(unknown).toEqual(["lock of staging", "FLY_API_TOKEN", "NEON_API_KEY", ...UNTOLD, ...NEON]);
});

test("without an engine it is not known what the backend has, and the rest is looked at", async () => {
  const it = await setUp();
  for (const command of Object.keys(it.script)) delete it.script[command];
  const { findings } = await it.examine("staging");
  const stateOf = new Map(findings.map(({ what, state }) => [what, state]));
  expect(stateOf.get("engine")).toBe("problem");
  expect(["backend", "lock of staging", "official plugins"].map((what) => stateOf.get(what))).toEqual(
    Array(3).fill("unknown"),
  );
  expect(stateOf.get("FLY_API_TOKEN")).toBe("ok");
});

test("a placeholder that a vendor would be sent is told once, at its place", () => {
  const system = { ...reviewSystem, placeholders: { "fly.organization": "the slug that `fly orgs list` shows" } };
  const project = `name: acme\nconfig:\n  acme:system: { value: ${JSON.stringify({ ...accounts, ...system })} }\n`;
  const folder = folderWith({
    "Pulumi.yaml": project,
    "Pulumi.staging.yaml": "config: {}\n",
    "Pulumi.dev.yaml": "config: {}\n",
  });
  const patient = admit(new Project(folder), undefined, {}, new Date());
  const found = checkLeftPlaceholders(patient);
  expect(found.map(({ what, problem }) => [what, problem?.code, problem?.where?.file])).toEqual([
    ["placeholders", "placeholder", "Pulumi.yaml"],
  ]);
  const elsewhere = { ...patient, env: { FLY_FLAPS_BASE_URL: "http://127.0.0.1:1" } };
  expect(checkLeftPlaceholders(elsewhere).map(({ state }) => state)).toEqual(["ok"]);
});

test("the oldest Node.js is the one that starts refuse", () => {
  expect(readFileSync("bin/built.mjs", "utf8")).toContain(`leastNode = "${LEAST_NODE}"`);
});

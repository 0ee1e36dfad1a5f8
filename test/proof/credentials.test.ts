import { expect, test } from "vitest";
import type { Held } from "../../proof/stage/census.ts";
import { Credentials } from "../../proof/stage/credentials.ts";
import { digest } from "../../sandbox/clouds/core/digest.ts";
import { digestSecret } from "../../sandbox/clouds/fly/routes/secrets.ts";

const app = { id: "app-1" };

/** An app whose secrets are of one R2 token, with a machine that started with a version of them, and a workflow with a Fly token. */
function world(has: string, machine: number, version: number, over: { r2?: string[]; fly?: string[] } = {}) {
  const entry = (name: string, value: string) => ({ [name]: { name, digest: digestSecret(app, value) } });
  const secrets = {
    version,
    entries: { ...entry("AWS_ACCESS_KEY_ID", has), ...entry("AWS_SECRET_ACCESS_KEY", digest(`value of ${has}`)) },
  };
  const machines = { m: { id: "m", secretsVersion: machine } };
  const status = (id: string) => (over.r2?.includes(id) ? "disabled" : "active");
  const tokens = Object.fromEntries(["old", "new"].map((id) => [id, { id, status: status(id) }]));
  const accessTokens = [{ id: "fly-1", ...(over.fly?.includes("fly-1") && { revokedAt: "2026-01-01" }) }];
  const environments = [{ name: "staging", secrets: { FLY_API_TOKEN: { sha256: digest("FlyV1 one") } } }];
  const fly = { apps: { api: { ...app, name: "api", secrets, machines } }, accessTokens };
  return { fly, cloudflare: { tokens }, github: { repositories: [{ environments }] } } as unknown as Held;
}

function watch(): Credentials {
  const credentials = new Credentials();
  for (const id of ["old", "new"])
    credentials.note(JSON.stringify({ result: { id, value: `value of ${id}` } }), world("old", 1, 1));
  credentials.note('{"limitedAccessToken":{"id":"fly-1","tokenHeader":"FlyV1 one"}}', world("old", 1, 1));
  credentials.isHeld = true;
  return credentials;
}

test.each([
  ["everything has the old key, which is valid", [world("old", 1, 1)], []],
  ["the app has the new one, and the old one is valid for its machine", [world("new", 1, 2)], []],
  [
    "the old one is revoked under its machine",
    [world("new", 1, 2), world("new", 1, 2, { r2: ["old"] })],
    ["m of api: the key of version 1 opens no bucket"],
  ],
  ["the machine has started with the new one, and the old one is revoked", [world("new", 2, 2, { r2: ["old"] })], []],
  [
    "the workflow's token is revoked",
    [world("old", 1, 1, { fly: ["fly-1"] })],
    ["FLY_API_TOKEN of the GitHub environment staging: Fly refuses it"],
  ],
])("where %s, what is in use and is not valid is told", (_what, worlds, complaints) => {
  const credentials = watch();
  for (const held of worlds) credentials.note("{}", held);
  expect(credentials.complaints()).toEqual(complaints);
});

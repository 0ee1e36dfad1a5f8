import { beforeEach, expect, test } from "vitest";
import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { certificateDefinition } from "../../../src/provider/fly/certificate.ts";
import { deployTokenDefinition } from "../../../src/provider/fly/deploy-token.ts";
import { ipAddressDefinition } from "../../../src/provider/fly/ip-address.ts";
import { postgresDefinition } from "../../../src/provider/fly/postgres.ts";
import { postgresDatabaseDefinition } from "../../../src/provider/fly/postgres-database.ts";
import { postgresUserDefinition } from "../../../src/provider/fly/postgres-user.ts";
import { secretsDefinition } from "../../../src/provider/fly/secrets.ts";
import { volumeDefinition } from "../../../src/provider/fly/volume.ts";
import { accept } from "../../plugin/lifecycle.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startFly } from "./fly-plugin.ts";

beforeEach(skipPauses);

interface Writes {
  readonly type: string;
  readonly inputs: (cluster: string) => PropertyMap;
  readonly makes?: string;
  readonly deletes: string;
  /** What the errors call it. */
  readonly what: RegExp;
  readonly command: RegExp;
}

const app = "plyr-api";
const table: Writes[] = [
  {
    type: "IpAddress",
    inputs: () => ({ app, type: "v6" }),
    makes: "assignIpAddress",
    deletes: "releaseIpAddress",
    what: /address 2a09:\S+ of app "plyr-api"/,
    command: /fly ips list -a plyr-api/,
  },
  {
    type: "Certificate",
    inputs: () => ({ app, hostname: "api.plyr.fm" }),
    makes: "requestCertificate",
    deletes: "deleteCertificate",
    what: /hostname api\.plyr\.fm of app "plyr-api"/,
    command: /fly certs list -a plyr-api/,
  },
  {
    type: "DeployToken",
    inputs: () => ({ app, name: "github" }),
    makes: "graphql.createLimitedAccessToken",
    deletes: "graphql.deleteLimitedAccessToken",
    what: /deploy token \w+ of app "plyr-api"/,
    command: /fly tokens list -a plyr-api/,
  },
  {
    type: "Volume",
    inputs: () => ({ app, name: "data", region: "iad", size: 3 }),
    makes: "createVolume",
    deletes: "deleteVolume",
    what: /volume vol_\w+ of app "plyr-api"/,
    command: /fly volumes list -a plyr-api/,
  },
  {
    type: "PostgresDatabase",
    inputs: (cluster) => ({ cluster, name: "plyr" }),
    makes: "createPostgresDatabase",
    deletes: "deletePostgresDatabase",
    what: /database "plyr" of Postgres cluster \w+/,
    command: /fly mpg databases list \w+/,
  },
  {
    type: "PostgresUser",
    inputs: (cluster) => ({ cluster, username: "plyr" }),
    makes: "createPostgresUser",
    deletes: "deletePostgresUser",
    what: /user "plyr" of Postgres cluster \w+/,
    command: /fly mpg users list \w+/,
  },
  {
    type: "Secrets",
    inputs: () => ({ app, values: { A: "1", B: "2" } }),
    deletes: "updateSecrets",
    what: /the secrets A, B of app "plyr-api"/,
    command: /fly secrets list -a plyr-api/,
  },
];
async function start() {
  const fly = await startFly(
    ipAddressDefinition,
    certificateDefinition,
    deployTokenDefinition,
    postgresDefinition,
    postgresDatabaseDefinition,
    postgresUserDefinition,
    secretsDefinition,
    volumeDefinition,
  );
  await fly.call("POST", "/apps", { name: app, org_slug: "acme" });
  const token = "parity:fly:Postgres";
  const cluster = { name: "plyr", organization: "acme", region: "ord", plan: "basic" };
  const { id } = await fly.plugin.create(token, await accept(fly.plugin, token, cluster));
  fly.takeCalls();
  return { ...fly, cluster: id };
}

const rows = (of: Writes[]) => of.map((row) => [row.type, row] as const);

test.each(rows(table.filter(({ makes }) => makes)))(
  "a %s that Fly said it made and does not show is an error, and the next run makes it",
  async (type, { inputs, makes, what, command }) => {
    const fly = await start();
    const token = `parity:fly:${type}`;
    const given = await accept(fly.plugin, token, inputs(fly.cluster));
    fly.fail(`fly.${makes}`, "drop");
    const refused = String(await fly.plugin.create(token, given).catch((error: unknown) => error));
    expect(refused).toMatch(new RegExp(`Fly took the order to make ${what.source}.*, but does not show it`));
    expect(refused).toMatch(new RegExp(`Run: ${command.source}`));
    const kept = await fly.plugin.create(token, given);
    expect(await fly.plugin.read(token, kept.id, kept)).toBeDefined();
  },
);

test.each(rows(table))(
  "a %s that Fly said it deleted and still shows is an error, and the next run deletes it",
  async (type, { inputs, deletes, what, command }) => {
    const fly = await start();
    const token = `parity:fly:${type}`;
    const kept = await fly.plugin.create(token, await accept(fly.plugin, token, inputs(fly.cluster)));
    fly.fail(`fly.${deletes}`, "drop");
    const refused = String(await fly.plugin.delete(token, kept.id, kept).catch((error: unknown) => error));
    expect(refused).toMatch(new RegExp(`Fly took the order to delete ${what.source}, but still shows it`));
    expect(refused).toMatch(new RegExp(`Run: ${command.source}`));
    await fly.plugin.delete(token, kept.id, kept);
    expect(await fly.plugin.read(token, kept.id, kept)).toBeUndefined();
  },
);

test("a role that Fly said it changed and does not show is an error", async () => {
  const fly = await start();
  const token = "parity:fly:PostgresUser";
  const given = { cluster: fly.cluster, username: "plyr" };
  const kept = await fly.plugin.create(token, await accept(fly.plugin, token, given));
  const next = await accept(fly.plugin, token, { ...given, role: "reader" }, kept.inputs);
  fly.fail("fly.updatePostgresUser", "drop");
  await expect(fly.plugin.update(token, kept.id, kept, next)).rejects.toThrow(
    /make user "plyr" of Postgres cluster \w+ a reader, but does not show it/,
  );
});

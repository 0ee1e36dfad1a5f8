import { beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../../src/plugin/property-values.ts";
import type { Clouds } from "../../../src/provider/clouds.ts";
import { postgresDefinition } from "../../../src/provider/fly/postgres.ts";
import { postgresDatabaseDefinition } from "../../../src/provider/fly/postgres-database.ts";
import { postgresUserDefinition } from "../../../src/provider/fly/postgres-user.ts";
import { failureOf, secret } from "../../plugin/harness.ts";
import { accept, liveThrough } from "../../plugin/lifecycle.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { startFly } from "./fly-plugin.ts";

beforeEach(skipPauses);

const cluster = { name: "plyr", organization: "acme", region: "ord", plan: "basic" };

async function start() {
  const fly = await startFly(postgresDefinition, postgresDatabaseDefinition, postgresUserDefinition);
  const clusters = () => Object.values(fly.state.postgresClusters).filter(({ deletedAt }) => deletedAt === undefined);
  return { ...fly, clusters };
}

async function startWithCluster() {
  const fly = await start();
  const token = "parity:fly:Postgres";
  const kept = await fly.plugin.create(token, await accept(fly.plugin, token, cluster));
  fly.takeCalls();
  const made = fly.state.postgresClusters[kept.id];
  if (!made) throw new Error("no cluster");
  return { ...fly, kept, made };
}

describe("a cluster", () => {
  const token = "parity:fly:Postgres";

  test("lives from check to delete, and is ready when created", async () => {
    const fly = await start();
    await liveThrough(fly.plugin, {
      token,
      inputs: cluster,
      updates: [],
      observe: (step, kept) => {
        expect(fly.clusters().map(({ status }) => status)).toStrictEqual(step === "created" ? ["ready"] : []);
        if (!kept) return;
        expect(kept.outputs).toStrictEqual({
          ...cluster,
          diskGb: 10,
          pgMajorVersion: "17",
          clusterId: kept.id,
          directHost: `direct.${kept.id}.flympg.net`,
          directPort: 5432,
          poolerHost: `pgbouncer.${kept.id}.flympg.net`,
          poolerPort: 5432,
        });
      },
    });
  });

  test("is never replaced", async () => {
    const fly = await startWithCluster();
    const { failures } = await fly.plugin.check(token, { ...cluster, plan: "scale" }, fly.kept.inputs);
    expect(failures).toStrictEqual([
      [
        "plan",
        `cannot be changed.\n  Why: ${postgresDefinition.neverReplaced?.why}\n  Fix: ${postgresDefinition.neverReplaced?.fix}`,
      ],
    ]);
  });

  test("of the same name is not taken over, but the way to adopt it named", async () => {
    const fly = await startWithCluster();
    await expect(fly.plugin.create(token, fly.kept.inputs, "main")).rejects.toThrow(
      `Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
    );
  });

  test("whose order was lost is found by its name", async () => {
    const fly = await start();
    fly.fail("fly.createPostgresCluster", "lose");
    const kept = await fly.plugin.create(token, await accept(fly.plugin, token, cluster));
    expect(fly.clusters().map(({ id }) => id)).toStrictEqual([kept.id]);
  });

  test("that cannot be read right after its order is kept", async () => {
    const fly = await start();
    const inputs = await accept(fly.plugin, token, cluster);
    fly.fail("fly.readPostgresCluster", "refuse", { status: 403 });
    const failure = await failureOf(fly.plugin.create(token, inputs));
    expect(failure.message).toContain("was ordered, but Fly refused to read Postgres cluster");
    expect(failure.remains).toMatchObject({ id: fly.clusters()[0]?.id, inputs });
  });

  test.each([
    ["failed", { status: "failed" }, "it has the status failed."],
    ["is not ready after 20 minutes", { status: "creating", readsUntilNext: 1e9 }, "it is not ready after 20 minutes."],
  ])("that %s fails the update that waits for it, until it is ready", async (_how, condition, reason) => {
    const { plugin, kept, made } = await startWithCluster();
    Object.assign(made, condition);
    const failure = await failureOf(plugin.update(token, kept.id, kept, kept.inputs));
    expect(failure.message).toBe(
      `Postgres cluster "plyr" (${kept.id}) was ordered, but ${reason}\n` +
        `  Fix: see how it is, then go on waiting; remove the cluster if it failed for good\n  Run: fly mpg status ${kept.id}\n  Run: pulumi up --stack staging`,
    );
    Object.assign(made, { status: "initializing", readsUntilNext: 1 });
    expect((await plugin.update(token, kept.id, kept, kept.inputs)).outputs).toStrictEqual(kept.outputs);
  });

  test("is known to an import from its id alone", async () => {
    const fly = await startWithCluster();
    expect((await fly.plugin.read(token, fly.kept.id))?.inputs).toStrictEqual(fly.kept.inputs);
    expect(await fly.plugin.read(token, "nowhere")).toBeUndefined();
  });
});

describe("a database", () => {
  const token = "parity:fly:PostgresDatabase";

  test("lives from check to delete", async () => {
    const fly = await startWithCluster();
    await liveThrough(fly.plugin, {
      token,
      inputs: { cluster: fly.kept.id, name: "app" },
      updates: [],
      observe: (step) => {
        expect(fly.made.databases).toStrictEqual(step === "created" ? ["fly-db", "app"] : ["fly-db"]);
      },
    });
  });

  test("that exists is not taken over, but the way to adopt it named", async () => {
    const { plugin, kept } = await startWithCluster();
    await expect(plugin.create(token, { cluster: kept.id, name: "fly-db" }, "main")).rejects.toThrow(
      `Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
    );
  });

  test("whose answer is lost is found", async () => {
    const fly = await startWithCluster();
    fly.fail("fly.createPostgresDatabase", "lose");
    await fly.plugin.create(token, { cluster: fly.kept.id, name: "app" });
    expect(fly.takeWrites()).toStrictEqual(["fly.createPostgresDatabase"]);
  });
});

describe("a user", () => {
  const token = "parity:fly:PostgresUser";

  test("lives from check to delete, with the password that Fly made up", async () => {
    const fly = await startWithCluster();
    const inputs = { cluster: fly.kept.id, username: "app" };
    await liveThrough(fly.plugin, {
      token,
      inputs,
      updates: [{ inputs: { ...inputs, role: "reader" }, changes: { role: "update" } }],
      observe: async (step, kept) => {
        const role = { created: "schema_admin", updated: "reader", deleted: undefined }[step];
        expect(fly.made.users.app?.role).toBe(role);
        if (!kept) return;
        const path = `/postgres/${fly.kept.id}/users/app/credentials`;
        const { data } = (await fly.call("GET", path)) as { data: { password: string } };
        expect(kept.outputs.password).toStrictEqual(secret(data.password));
      },
    });
  });

  test("that exists is not taken over, but the way to adopt it named", async () => {
    const { plugin, kept } = await startWithCluster();
    const inputs = { cluster: kept.id, username: "fly-user", role: "writer" };
    await expect(plugin.create(token, inputs, "main")).rejects.toThrow(
      `Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
    );
  });

  test("whose password was rotated elsewhere says so at a refresh, and tells the new one", async () => {
    const fly = await startWithCluster();
    const kept = await fly.plugin.create(token, { cluster: fly.kept.id, username: "app", role: "writer" });
    await fly.call("POST", `/postgres/${fly.kept.id}/users/app/rotate_password`, {});
    const { remains } = await failureOf(fly.plugin.read(token, kept.id, kept));
    expect(remains?.reasons).toStrictEqual([
      "Its password was changed outside Pulumi: whoever has the old one from this stack is refused.\n" +
        "  Fix: hand out the new one\n  Run: pulumi up --refresh --stack staging",
    ]);
    expect(remains?.outputs["password"]).toBeInstanceOf(Secret);
    expect(remains?.outputs["password"]).not.toStrictEqual(kept.outputs["password"]);
  });

  test("whose password cannot be read is kept, and read by the next run", async () => {
    const fly = await startWithCluster();
    fly.fail("fly.readPostgresCredentials", "refuse", { status: 403 });
    const inputs = { cluster: fly.kept.id, username: "app", role: "writer" };
    const { remains } = await failureOf(fly.plugin.create(token, inputs));
    if (!remains) throw new Error("nothing remains");
    expect(remains).toMatchObject({ id: `${fly.kept.id}/app`, inputs });
    const kept = await fly.plugin.update(token, remains.id, remains, inputs);
    expect(kept.outputs.password).toBeInstanceOf(Secret);
  });

  test("whose answer is lost is found", async () => {
    const fly = await startWithCluster();
    fly.fail("fly.createPostgresUser", "lose");
    await fly.plugin.create(token, { cluster: fly.kept.id, username: "app", role: "writer" });
    expect(fly.takeWrites()).toStrictEqual(["fly.createPostgresUser"]);
  });
});

test("a cluster's database and user are found by their names, in the form of an import", async () => {
  const { plugin, client, kept } = await startWithCluster();
  await plugin.create("parity:fly:PostgresDatabase", { cluster: kept.id, name: "jobs" });
  await plugin.create("parity:fly:PostgresUser", { cluster: kept.id, username: "worker", role: "writer" });
  const order = { clouds: { fly: async () => client } as unknown as Clouds, signal: new AbortController().signal };
  const findDatabase = (name: string) =>
    postgresDatabaseDefinition.find?.({ ...order, inputs: { cluster: kept.id, name } });
  const findUser = (username: string) =>
    postgresUserDefinition.find?.({ ...order, inputs: { cluster: kept.id, username } });
  expect([await findDatabase("jobs"), await findDatabase("other")]).toEqual([[`${kept.id}/jobs`], []]);
  expect([await findUser("worker"), await findUser("other")]).toEqual([[`${kept.id}/worker`], []]);
});

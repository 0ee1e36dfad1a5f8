import { describe, expect, it } from "vitest";
import { emulateNeon, organization } from "./emulated-neon.ts";

async function startWithProject() {
  const neon = await emulateNeon();
  const client = neon.connect();
  const make = async (name: string) => {
    const { answer, settled } = await client.projects.create({ name, org_id: organization });
    await settled;
    return { projectId: answer.project.id, branchId: answer.branch.id };
  };
  return { neon, client, make };
}

describe("changes of one Neon project", () => {
  it("wait for each other, so that none is refused", async () => {
    const { neon, client, make } = await startWithProject();
    const place = await make("plyr");
    neon.takeCalls();
    const names = ["one", "two", "three"];
    await Promise.all(names.map(async (name) => (await client.roles.create({ ...place, name })).settled));
    expect(neon.takeCalls()).toStrictEqual([
      ...names.flatMap(() => ["createRole 201", "getOperation 200", "getOperation 200"]),
    ]);
  });

  it("wait for each other whoever's cancellation they listen to", async () => {
    const { neon, client, make } = await startWithProject();
    const place = await make("plyr");
    neon.takeCalls();
    const one = client.until(new AbortController().signal).roles;
    const other = client.until(new AbortController().signal).roles;
    await Promise.all([one, other].map(async (roles, n) => (await roles.create({ ...place, name: `r${n}` })).settled));
    expect(neon.takeCalls().filter((call) => call.endsWith("423"))).toStrictEqual([]);
  });

  it("go on after one that was refused", async () => {
    const { client, make } = await startWithProject();
    const place = await make("plyr");
    const refused = client.databases.create({ ...place, name: "jobs" }, "nobody");
    const next = client.databases.create({ ...place, name: "jobs" }, "neondb_owner");
    await expect(refused).rejects.toThrow("422 database owner not found");
    await (await next).settled;
    expect((await client.databases.list(place.projectId, place.branchId))?.map(({ name }) => name)).toStrictEqual([
      "neondb",
      "jobs",
    ]);
  });

  it("do not wait for those of another project", async () => {
    const { neon, client, make } = await startWithProject();
    const [one, other] = [await make("one"), await make("other")];
    neon.faults.push({ operation: "neon.getOperation", kind: "drop", times: 4 });
    const order: string[] = [];
    const create = async (place: { projectId: string; branchId: string }, name: string) => {
      await (await client.roles.create({ ...place, name })).settled;
      order.push(name);
    };
    await Promise.all([create(one, "slow"), create(one, "after slow"), create(other, "free")]);
    expect(order.indexOf("free")).toBeLessThan(order.indexOf("after slow"));
  });

  it("whose answer was lost are waited for before the next is tried again", async () => {
    const { neon, client, make } = await startWithProject();
    const place = await make("plyr");
    neon.faults.push({ operation: "neon.createRole", kind: "lose", times: 1 });
    await expect(client.roles.create({ ...place, name: "lost" })).rejects.toThrow("Neon did not answer");
    neon.takeCalls();
    await (await client.roles.create({ ...place, name: "next" })).settled;
    const calls = neon.takeCalls();
    expect(calls.filter((call) => call.startsWith("createRole"))).toStrictEqual(["createRole 423", "createRole 201"]);
    expect(neon.onlyProject().roles.map(({ name }) => name)).toStrictEqual(["neondb_owner", "lost", "next"]);
  });

  it("that Neon refuses with 423 for no visible reason are tried again", async () => {
    const { neon, client, make } = await startWithProject();
    const place = await make("plyr");
    neon.faults.push({ operation: "neon.createRole", kind: "refuse", status: 423, times: 3 });
    await (await client.roles.create({ ...place, name: "worker" })).settled;
    expect(neon.onlyProject().roles.map(({ name }) => name)).toStrictEqual(["neondb_owner", "worker"]);
  });

  it("that made something are told of even when the run is cancelled before the answer", async () => {
    const { neon, client } = await startWithProject();
    neon.faults.push({ operation: "neon.createProject", kind: "slow", delayMs: 300, times: 1 });
    const cancelled = client.until(AbortSignal.timeout(100));
    const { answer, settled } = await cancelled.projects.create({ name: "plyr", org_id: organization });
    expect(answer.project.id).toBe(neon.onlyProject().project.id);
    await expect(settled).rejects.toMatchObject({ name: expect.stringMatching(/^(Timeout|Abort)Error$/) });
  });
});

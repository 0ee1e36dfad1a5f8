import { expect, test } from "vitest";
import { otherOrganization } from "../../stage/clouds.ts";
import { emulateNeon, organization } from "./emulated-neon.ts";

async function start() {
  const neon = await emulateNeon();
  const client = neon.connect();
  const make = async (name: string) => {
    const { answer, settled } = await client.projects.create({ name, org_id: organization });
    await settled;
    return answer.project.id;
  };
  return { neon, client, make };
}

test("the projects of an organization are listed, all of them or those with a text in their name", async () => {
  const { client, make } = await start();
  for (const name of ["plyr-pr-1", "plyr", "plyr-pr-12"]) await make(name);
  const names = async (search?: string, of = organization) =>
    (await client.projects.list(of, search)).map(({ name }) => name).toSorted();
  expect(await names()).toEqual(["plyr", "plyr-pr-1", "plyr-pr-12"]);
  expect(await names("-pr-")).toEqual(["plyr-pr-1", "plyr-pr-12"]);
  expect((await client.projects.listNamed("plyr-pr-1", organization)).map(({ name }) => name)).toEqual(["plyr-pr-1"]);
  expect(await names("nothing")).toEqual([]);
  expect(await names(undefined, otherOrganization)).toEqual([]);
});

test("the branches of a project are listed with their annotations, all of them or those with a text in their name", async () => {
  const { client, make } = await start();
  const projectId = await make("plyr");
  const annotations = { "pr-12": { "parity-stack": "pr-12" }, "pr-13": {} };
  for (const [name, annotation] of Object.entries(annotations)) {
    await (await client.branches.create(projectId, { branch: { name }, compute: {}, annotation })).settled;
  }
  const list = async (search?: string) =>
    Object.fromEntries(
      (await client.branches.list(projectId, search)).map(({ name, annotation }) => [name, annotation]),
    );
  expect(await list("pr-")).toEqual(annotations);
  expect(Object.keys(await list())).toHaveLength(3);
});

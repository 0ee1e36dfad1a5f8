import { expect, test } from "vitest";
import type { FlyClient } from "../../../src/clouds/fly/client.ts";
import type { Blueprint } from "../../../src/components/blueprint.ts";
import { findExposed } from "../../../src/operations/drift/exposed.ts";
import { Problem } from "../../../src/problem/problem.ts";
import { stepOn } from "../engine/step.ts";

const hidden = { key: "redis", name: "acme-redis", ownership: { in: "stack" }, addresses: { v4: "none", v6: false } };
const listed = [
  { ip: "fdaa:0:1::2", type: "private_v6" },
  { ip: "66.241.1.9", type: "shared_v4" },
  { ip: "2a09:8280::9", type: "v6" },
];
const blueprintOf = (app: object) => ({ apps: [{ ...hidden, ...app }] }) as unknown as Blueprint;
const flyWith = (list: () => Promise<unknown>) => async () => ({ ipAssignments: { list } }) as unknown as FlyClient;
const fly = flyWith(async () => listed);
const held = (address: string) =>
  stepOn("parity:fly:IpAddress", "redis-v6", { old: { type: "parity:fly:IpAddress", outputs: { address } } });

test("public addresses of an app that declares none are drift, with the line that takes them away", async () => {
  const [found] = await findExposed(blueprintOf({}), fly, []);
  expect(found?.cloud?.map(({ resource }) => resource)).toEqual(["fly addresses acme-redis"]);
  expect(found?.cloud?.[0]?.properties.map(({ after }) => after)).toEqual(["shared_v4 66.241.1.9", "v6 2a09:8280::9"]);
  expect(found?.cloud?.[0]?.cure).toEqual({
    fix: "name them under apps.redis.addresses to keep them, or take them away",
    commands: ["fly ips release 66.241.1.9 2a09:8280::9 -a acme-redis"],
  });
});

test("one that the state has is the config's to take away, which the preview says", async () => {
  const [found] = await findExposed(blueprintOf({}), fly, [held("2a09:8280::9"), held("66.241.1.9")]);
  expect(found).toEqual({});
});

test.each([
  ["has a public address of its own", { addresses: { v4: "none", v6: true } }],
  ["is another stack's", { ownership: { in: "owner", stack: "shared" } }],
])("an app that %s is not asked", async (_, app) => {
  const asked = flyWith(() => Promise.reject(new Error("not to be asked")));
  expect(await findExposed(blueprintOf(app), asked, [])).toEqual([]);
});

test("addresses that cannot be read are unknown, and not none", async () => {
  const refused = new Problem({ code: "cloud-call", what: "Fly refused.", fix: "wait" });
  const [found] = await findExposed(
    blueprintOf({}),
    flyWith(() => Promise.reject(refused)),
    [],
  );
  expect(found).toEqual({ unknown: [{ resource: "fly addresses acme-redis", why: refused.message }] });
});

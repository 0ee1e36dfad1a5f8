import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import { poll } from "../../clouds/call/poll.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyIpAssignment } from "../../clouds/fly/ip-assignments.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { parseChildId } from "./child-id.ts";

const inputs = z.object({
  app: z.string().describe("Name of the app. Changing it replaces the address."),
  type: z
    .enum(["v4", "v6", "shared_v4", "private_v6"])
    .describe(
      "`v4` is billed, about 2 USD a month; an app has at most one `shared_v4`. Changing it replaces the address.",
    ),
  region: z
    .string()
    .optional()
    .describe("Region code of an address served from one region. Default: all. Changing it replaces the address."),
  network: z
    .string()
    .optional()
    .describe("Network of a `private_v6`. Default: the organization's. Changing it replaces the address."),
});

const outputs = z.object({ address: z.string().describe("The address, such as `66.241.124.9` or `2a09:8280:1::9`.") });

type Inputs = z.infer<typeof inputs>;

/** An address of a Fly app. Without a public one its `.fly.dev` name does not answer. Its id is `<app>/<address>`. */
export const ipAddressDefinition = defineResource<Clouds>()({
  token: "parity:fly:IpAddress",
  description: "An IP address of a Fly app.",
  inputs,
  outputs,
  check: ({ type, network }) =>
    network !== undefined && type !== undefined && type !== "private_v6"
      ? [
          new Problem({
            code: "fly-ip-network",
            where: { path: ["network"] },
            what: `Fly ignores the network of a ${type} address.`,
            fix: "leave it out, or use private_v6",
          }),
        ]
      : [],

  async create({ clouds, inputs, context }) {
    const { ip } = await findOrAllocate(await clouds.fly(), inputs, context);
    return { id: `${inputs.app}/${ip}`, inputs, outputs: { address: ip } };
  },

  async read({ clouds, id, known }) {
    const { parent: app, child: address } = parseChildId(id, "<app>/<address>");
    const listed = await (await clouds.fly()).ipAssignments.list(app);
    const found = listed?.find(({ ip }) => ip === address);
    return found && { id, inputs: known?.inputs ?? toInputs(app, found), outputs: { address } };
  },

  async delete({
    clouds,
    before: {
      inputs: { app },
      outputs: { address },
    },
    context: { signal },
  }) {
    const { ipAssignments } = await clouds.fly();
    await ipAssignments.delete(app, address);
    // The list may show a deleted address for some seconds, and a replacement must not take it for a live one.
    const gone = await poll({ deadlineMs: 60_000, signal }, async () => {
      const listed = await ipAssignments.list(app);
      return listed?.some(({ ip }) => ip === address) ? undefined : true;
    });
    if (gone) return;
    throw new Problem({
      code: "not-deleted",
      what: `Fly took the order to remove address ${address} of app "${app}", but still lists it after a minute.`,
      fix: `see \`fly ips list -a ${app}\`, then run the same command again`,
    });
  },
});

async function findOrAllocate(fly: FlyClient, inputs: Inputs, context: Context): Promise<FlyIpAssignment> {
  const { app, type } = inputs;
  const before = (await fly.ipAssignments.list(app)) ?? [];
  const shared = before.find((address) => address.type === "shared_v4");
  if (type === "shared_v4" && shared) {
    context.log("info", `App "${app}" has the shared address ${shared.ip} already: taken over.`);
    return shared;
  }
  return createOnce({
    create: () => fly.ipAssignments.create(app, inputs),
    find: async () => {
      const now = (await fly.ipAssignments.list(app)) ?? [];
      return now.find((address) => address.type === type && !before.some(({ ip }) => ip === address.ip));
    },
  });
}

function toInputs(app: string, { type, region, network }: FlyIpAssignment): Inputs {
  const anycast = region === "" || region === "global";
  return { app, type, ...(!anycast && { region }), ...(network !== "" && { network }) };
}

import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyIpAssignment } from "../../clouds/fly/ip-assignments.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { parseChildId } from "./child-id.ts";
import { type AcceptedWrite, requireGone, requireShown } from "./presence.ts";

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

/** Ids that this run of the plugin has taken over, by the client it runs with. */
const takenOver = new WeakMap<FlyClient, Set<string>>();

/**
 * An address of a Fly app. Without a public one its `.fly.dev` name does not answer. Its id is `<app>/<address>`.
 * An address holds no data, so one that the app has already with the same type, region and network is taken over: it is
 * what a run left that was killed. Declare at most one of each.
 */
export const ipAddressDefinition = defineResource<Clouds>()({
  token: "parity:fly:IpAddress",
  description:
    "An IP address of a Fly app. One that the app has already with the same type, region and network is taken over: declare at most one of each.",
  inputs,
  outputs,
  // A DNS record moves to the new address before the old one is released.
  createBeforeDelete: true,
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

  async find({ clouds, inputs }) {
    const { app, type } = inputs;
    if (app === undefined || type === undefined) return [];
    const listed = (await (await clouds.fly()).ipAssignments.list(app)) ?? [];
    return listed.filter((address) => isSame({ ...inputs, app, type }, address)).map(({ ip }) => `${app}/${ip}`);
  },

  async create({ clouds, inputs, context }) {
    const { ip } = await findOrAllocate(await clouds.fly(), inputs, context);
    return { id: `${inputs.app}/${ip}`, inputs, outputs: { address: ip } };
  },

  async read({ clouds, id, known }) {
    const { parent: app, child: address } = parseChildId(id, "<app>/<address>");
    const found = await findAddress(await clouds.fly(), app, address);
    return found && { id, inputs: known?.inputs ?? toInputs(app, found), outputs: { address } };
  },

  async delete({
    clouds,
    id,
    before: {
      inputs: { app },
      outputs: { address },
    },
    context: { signal },
  }) {
    const fly = await clouds.fly();
    // The successor of a replacement has taken over the very address that it replaces: it is in use.
    if (takenOver.get(fly)?.has(id)) return;
    await fly.ipAssignments.delete(app, address);
    await requireGone(writeOf(app, address, signal), () => findAddress(fly, app, address));
  },
});

async function findOrAllocate(fly: FlyClient, inputs: Inputs, context: Context): Promise<FlyIpAssignment> {
  const { app, type } = inputs;
  const before = (await fly.ipAssignments.list(app)) ?? [];
  const own = before.find((address) => isSame(inputs, address));
  if (own) {
    context.log("info", `App "${app}" has the ${type} address ${own.ip} already: taken over.`);
    takenOver.set(fly, (takenOver.get(fly) ?? new Set()).add(`${app}/${own.ip}`));
    return own;
  }
  const { ip } = await createOnce({
    create: () => fly.ipAssignments.create(app, inputs),
    find: async () => {
      const now = (await fly.ipAssignments.list(app)) ?? [];
      return now.find((address) => address.type === type && !before.some(({ ip }) => ip === address.ip));
    },
  });
  return requireShown(writeOf(app, ip, context.signal), () => findAddress(fly, app, ip));
}

async function findAddress(fly: FlyClient, app: string, address: string): Promise<FlyIpAssignment | undefined> {
  return (await fly.ipAssignments.list(app))?.find(({ ip }) => ip === address);
}

function writeOf(app: string, address: string, signal: AbortSignal): AcceptedWrite {
  return { what: `address ${address} of app "${app}"`, command: line`fly ips list -a ${app}`, signal };
}

/** An app has at most one shared address, wherever that is. */
function isSame({ app, type, region, network }: Inputs, address: FlyIpAssignment): boolean {
  const is = toInputs(app, address);
  return is.type === type && (type === "shared_v4" || (is.region === region && is.network === network));
}

function toInputs(app: string, { type, region, network }: FlyIpAssignment): Inputs {
  const anycast = region === "" || region === "global";
  return { app, type, ...(!anycast && { region }), ...(network !== "" && { network }) };
}

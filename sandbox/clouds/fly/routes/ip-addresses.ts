import { z } from "zod";
import type { Ids } from "../../core/ids.ts";
import type { App, FlyOperation, FlyRequest, FlyState, IpAddress, IpType } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { readBody } from "../request-body.ts";
import { findLiveApp, findOrganization } from "../store.ts";

// The newer egress types are not served: what an app sends from is not declared.
const TYPES: readonly string[] = ["v4", "v6", "shared_v4", "private_v6"];

const assignBody = z.object({
  type: z.string(),
  region: z.string().optional(),
  network: z.string().optional(),
  org_slug: z.string().optional(),
  service_name: z.string().optional(),
});
type IpOrder = z.infer<typeof assignBody>;

export const ipAddresses: FlyOperation[] = [
  {
    name: "fly.listIpAddresses",
    method: "GET",
    path: "/v1/apps/:app/ip_assignments",
    handle: (request) => ({ status: 200, body: { ips: findLiveApp(request).ipAddresses.map(describeIpAddress) } }),
  },
  {
    name: "fly.assignIpAddress",
    method: "POST",
    path: "/v1/apps/:app/ip_assignments",
    handle: (request) => {
      const app = findLiveApp(request);
      return { status: 200, body: describeIpAddress(assignIpAddress(request, app, readBody(request, assignBody))) };
    },
  },
  {
    name: "fly.releaseIpAddress",
    method: "DELETE",
    path: "/v1/apps/:app/ip_assignments/:ip",
    handle: (request) => {
      if (!releaseIpAddress(findLiveApp(request), request.params["ip"] ?? ""))
        throw new Refusal(404, "ip address not found");
      return { status: 204 };
    },
  },
];

/** Gives the app an address. An app has at most one shared one: asking again answers the one it has. */
export function assignIpAddress({ state, ids, clock }: FlyRequest, app: App, order: IpOrder): IpAddress {
  const type = readType(order.type);
  if (order.org_slug !== undefined && type !== "private_v6")
    throw new Refusal(400, "org_slug is only supported with private_v6 type");
  const shared = app.ipAddresses.find((address) => address.type === "shared_v4");
  if (type === "shared_v4" && shared) return shared;
  const address: IpAddress = {
    id: `ip_${ids.slug("ip", 16)}`,
    type,
    ip: pickAddress(ids, type),
    region: order.region ?? "",
    serviceName: order.service_name ?? "",
    network: type === "private_v6" ? findNetwork(state, app, order) : null,
    createdAt: clock.iso(),
  };
  app.ipAddresses.push(address);
  return address;
}

/** Answers whether the app had the address. */
export function releaseIpAddress(app: App, ip: string): boolean {
  const at = app.ipAddresses.findIndex((address) => address.ip === ip.toLowerCase());
  if (at >= 0) app.ipAddresses.splice(at, 1);
  return at >= 0;
}

function readType(type: string): IpType {
  if (!TYPES.includes(type)) throw new Refusal(400, "invalid ip address type");
  return type as IpType;
}

/** A network exists once an app of the organization was made in it. */
function findNetwork(state: FlyState, app: App, { network = "", org_slug = app.organization }: IpOrder) {
  const organization = findOrganization(state, org_slug);
  const isKnown = (one: App) => one.network === network && one.organization === organization?.slug;
  if (!organization || (network !== "" && !Object.values(state.apps).some(isKnown)))
    throw new Refusal(400, "network not found");
  return { name: network, org_slug: organization.slug };
}

function pickAddress(ids: Ids, type: IpType): string {
  const n = ids.number(`ip-${type}`);
  switch (type) {
    case "v4":
      return `137.66.${n >> 8}.${n & 255}`;
    case "shared_v4":
      return `66.241.124.${n & 255}`;
    case "v6":
      return `2a09:8280:1::${n.toString(16)}`;
    case "private_v6":
      return `fdaa:0:1:0:1::${n.toString(16)}`;
  }
}

/** Fly does not send the type back: a client tells it from the address and `shared`. */
function describeIpAddress({ type, ip, region, serviceName, network, createdAt }: IpAddress) {
  return { ip, region, service_name: serviceName, shared: type === "shared_v4", network, created_at: createdAt };
}

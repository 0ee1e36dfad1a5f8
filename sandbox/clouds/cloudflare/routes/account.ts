import type { JsonObject } from "../../core/cloud.ts";
import { digest } from "../../core/digest.ts";
import { param } from "../../core/router.ts";
import type { CloudflareOperation, Zone } from "../entities.ts";
import { answer, answerPage, refuse } from "../envelope.ts";

/** What stands above the resources: accounts, the user, memberships and zones. None of it is made through this API. */
export const accountOperations: readonly CloudflareOperation[] = [
  {
    name: "cloudflare.listAccounts",
    method: "GET",
    path: "/accounts",
    handle: ({ state, query }) => answerPage(state.accounts.map(describeAccount), query),
  },
  {
    name: "cloudflare.getAccount",
    method: "GET",
    path: "/accounts/:account",
    handle: (request) => answer(describeAccount(param(request, "account"))),
  },
  {
    name: "cloudflare.getUser",
    method: "GET",
    path: "/user",
    handle: ({ state }) => answer({ id: state.operator.id, email: "operator@sandbox.invalid" }),
  },
  {
    name: "cloudflare.listMemberships",
    method: "GET",
    path: "/memberships",
    handle: ({ state, query }) =>
      answerPage(
        state.accounts.map((account) => ({
          id: digest(`membership of ${account}`).slice(0, 32),
          status: "accepted",
          account: describeAccount(account),
          roles: ["Super Administrator - All Privileges"],
        })),
        query,
      ),
  },
  {
    name: "cloudflare.listZones",
    method: "GET",
    path: "/zones",
    handle: ({ state, query }) => {
      const name = query.get("name");
      const account = query.get("account.id");
      const zones = state.zones.filter(
        (zone) => (name === null || zone.name === name) && (account === null || zone.account === account),
      );
      return answerPage(zones.map(describeZone), query);
    },
  },
  {
    name: "cloudflare.getZone",
    method: "GET",
    path: "/zones/:zone",
    handle: (request) => {
      const zone = request.state.zones.find(({ id }) => id === param(request, "zone"));
      return zone ? answer(describeZone(zone)) : refuse(400, 1003, "Invalid or missing zone id.");
    },
  },
];

function describeAccount(id: string): JsonObject {
  return { id, name: `Sandbox account ${id}`, type: "standard" };
}

function describeZone({ id, name, account }: Zone): JsonObject {
  return {
    id,
    name,
    status: "active",
    paused: false,
    type: "full",
    development_mode: 0,
    name_servers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    account: { id: account, name: `Sandbox account ${account}` },
  };
}

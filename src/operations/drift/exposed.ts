import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyIpAssignment } from "../../clouds/fly/ip-assignments.ts";
import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { EngineStep } from "../engine/events.ts";
import type { Findings } from "./findings.ts";
import type { CloudDrift } from "./report.ts";

/**
 * Public addresses of apps that declare none, such as a database, which flyctl gives to an app at its first deploy unless it is told
 * not to: whoever knows one reaches the app. Of an app that has a public address, another one is nothing to find. `steps` are what the
 * engine said of the state, whose addresses are the config's to take away.
 */
export async function findExposed(
  blueprint: Blueprint | undefined,
  fly: () => Promise<FlyClient>,
  steps: readonly EngineStep[] | Promise<readonly EngineStep[]>,
): Promise<Findings[]> {
  const hidden = (blueprint?.apps ?? []).filter(
    ({ ownership, addresses }) => ownership.in === "stack" && addresses.v4 === "none" && !addresses.v6,
  );
  return Promise.all(
    hidden.map(async (app): Promise<Findings> => {
      try {
        const listed = (await (await fly()).ipAssignments.list(app.name)) ?? [];
        const held = new Set((await steps).flatMap(addressesOf));
        const open = listed.filter(({ ip, type }) => type !== "private_v6" && !held.has(ip));
        return open.length === 0 ? {} : { cloud: [exposed(app, open)] };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { unknown: [{ resource: nameAddresses(app), why: error.message }] };
      }
    }),
  );
}

function exposed(app: AppBlueprint, open: readonly FlyIpAssignment[]): CloudDrift {
  const { key, name } = app;
  return {
    ...{ urn: `fly-addresses:${name}`, resource: nameAddresses(app), action: "update", stateful: false },
    properties: open.map(({ ip, type }) => ({
      ...{ path: "addresses", kind: "add", values: "shown", after: `${type} ${ip}`, replaces: false },
    })),
    cure: {
      fix: `name them under apps.${key}.addresses to keep them, or take them away`,
      commands: [line`fly ips release ${open.map(({ ip }) => ip)} -a ${name}`],
    },
  };
}

/** How a report calls the addresses of an app. */
function nameAddresses({ name }: AppBlueprint): string {
  return `fly addresses ${name}`;
}

function addressesOf({ type, old, new: now }: EngineStep): string[] {
  if (type !== "parity:fly:IpAddress") return [];
  return [old, now].flatMap((state) => {
    const address = state?.outputs?.["address"];
    return typeof address === "string" ? [address] : [];
  });
}

import type { ResourceChange } from "../engine/change.ts";
import type { EngineStep } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";
import type { Broken } from "./report.ts";

/** Days before its end at which a token or a certificate counts as broken: time enough to notice and to act. */
export const EXPIRY_NOTICE_DAYS = 21;

/** What somebody deleted. */
export function describeDeleted({ resource, stateful }: ResourceChange, stack: string): Broken {
  const again = `pulumi up --refresh --stack ${stack}`;
  return {
    resource,
    what: "It is gone: it was deleted outside Pulumi.",
    fix: stateful
      ? `if it held data, restore it at the vendor first (Neon keeps deleted projects for seven days); ${again} makes an empty one`
      : `make it again: ${again}`,
  };
}

/** What of a resource that was read does not work, or will not for long. */
export function findBroken({ type, urn, old, new: now }: EngineStep, stack: string, today: Date): Broken[] {
  const outputs = (now ?? old)?.outputs ?? {};
  const resource = nameResource(urn);
  const text = (name: string) => (typeof outputs[name] === "string" ? outputs[name] : "");
  switch (type) {
    case "parity:fly:DeployToken":
      return expiring(resource, "The deploy token", text("expiresAt"), today, {
        fix: `issue another, which also goes where the old one is: ${replaceCommand(urn, stack)}`,
      });
    case "cloudflare:index/accountToken:AccountToken":
      return expiring(resource, "The R2 token", text("expiresOn"), today, {
        fix: `issue another, which also goes where the old one is: ${replaceCommand(urn, stack)}`,
      });
    case "parity:fly:Certificate":
      return [
        ...unless(text("status") === "active", resource, `Fly has not issued it: it is ${text("status")}.`, {
          fix: `make the DNS records that Fly asks for: fly certs check ${text("hostname")} --app ${text("app")}`,
        }),
        ...expiring(resource, "The certificate", text("expiresAt"), today, {
          fix: `Fly should have renewed it a month before its end; see why not: fly certs check ${text("hostname")} --app ${text("app")}`,
        }),
      ];
    case "cloudflare:index/pagesDomain:PagesDomain":
      return unless(text("status") === "active", resource, `Pages does not serve it: it is ${text("status")}.`, {
        fix: "look at the domain's DNS record: it must be a CNAME of the project's pages.dev host",
      });
    default:
      return [];
  }
}

/** The quotes keep the shell away from the dollar signs. */
function replaceCommand(urn: string, stack: string): string {
  return `pulumi up --refresh --stack ${stack} --replace '${urn}'`;
}

interface Advice {
  readonly fix: string;
}

function unless(well: boolean, resource: string, what: string, { fix }: Advice): Broken[] {
  return well ? [] : [{ resource, what, fix }];
}

function expiring(resource: string, thing: string, at: string, today: Date, { fix }: Advice): Broken[] {
  const end = Date.parse(at);
  // Empty or no date: it has no end.
  if (Number.isNaN(end)) return [];
  const days = Math.floor((end - today.getTime()) / 86_400_000);
  if (days >= EXPIRY_NOTICE_DAYS) return [];
  const day = at.slice(0, 10);
  const what = days < 0 ? `${thing} expired on ${day}.` : `${thing} expires on ${day}, in ${days} days.`;
  return [{ resource, what, fix }];
}

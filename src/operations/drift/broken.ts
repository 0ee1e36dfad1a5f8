import type { Cure } from "../../problem/parts.ts";
import type { ResourceChange } from "../engine/change.ts";
import type { EngineStep } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";
import type { Broken } from "./report.ts";

/** Days before its end at which a token or a certificate counts as broken: time enough to notice and to act. */
export const EXPIRY_NOTICE_DAYS = 21;

/** What somebody deleted. */
export function describeDeleted({ resource, stateful }: ResourceChange, stack: string): Broken {
  const kept = resource.startsWith("neon Project") ? " (Neon keeps deleted projects for seven days)" : "";
  const restore = `if it held data, restore it at the vendor first${kept}; this makes an empty one`;
  return {
    resource,
    condition: "deleted",
    what: "It is gone: it was deleted outside Pulumi.",
    cure: { fix: stateful ? restore : "make it again", commands: [`pulumi up --refresh --stack ${stack}`] },
  };
}

/** What of a resource that was read does not work, or will not for long. */
export function findBroken(step: EngineStep, stack: string, today: Date): Broken[] {
  return [...findUnhealthy(step), ...findFailing(step, stack, today)];
}

/** What a plugin says of a thing that it found and that does not work: what, and in a line of its own what to do. */
function findUnhealthy({ urn, new: now }: EngineStep): Broken[] {
  return (now?.initErrors ?? []).map((reason) => {
    const [what = "", advice = "see what is said of it"] = reason.split("\n  Fix: ");
    return { resource: nameResource(urn), condition: what, what, cure: { fix: advice } };
  });
}

function findFailing({ type, urn, old, new: now }: EngineStep, stack: string, today: Date): Broken[] {
  const outputs = (now ?? old)?.outputs ?? {};
  const resource = nameResource(urn);
  const text = (name: string) => (typeof outputs[name] === "string" ? outputs[name] : "");
  const status = text("status");
  const issueAnother = {
    fix: "issue another, which also goes where the old one is",
    // The quotes keep the shell away from the dollar signs.
    commands: [`pulumi up --refresh --stack ${stack} --replace '${urn}'`],
  };
  const lookAtCertificate = `fly certs check ${text("hostname")} --app ${text("app")}`;
  switch (type) {
    case "parity:fly:DeployToken":
      return expiring(resource, "The deploy token", text("expiresAt"), today, issueAnother);
    case "cloudflare:index/accountToken:AccountToken":
      return [
        ...waiting(resource, "R2 refuses it", status || "active", issueAnother),
        ...expiring(resource, "The R2 token", text("expiresOn"), today, issueAnother),
      ];
    case "parity:fly:Certificate":
      return [
        ...waiting(resource, "Fly has not issued it", status, {
          fix: "make the DNS records that Fly asks for",
          commands: [lookAtCertificate],
        }),
        ...expiring(resource, "The certificate", text("expiresAt"), today, {
          fix: "see why Fly has not renewed it, which it does a month before the end",
          commands: [lookAtCertificate],
        }),
      ];
    case "cloudflare:index/pagesDomain:PagesDomain":
      return waiting(resource, "Pages does not serve it", status, {
        fix: "look at the domain's DNS record: it must be a CNAME of the project's pages.dev host",
      });
    default:
      return [];
  }
}

function waiting(resource: string, what: string, status: string, cure: Cure): Broken[] {
  return status === "active" ? [] : [{ resource, condition: status, what: `${what}: it is ${status}.`, cure }];
}

/** A thing that ends at an instant in RFC 3339; empty: it has no end. */
export function expiring(resource: string, thing: string, at: string, today: Date, cure: Cure): Broken[] {
  const end = Date.parse(at);
  if (Number.isNaN(end)) return [];
  const days = Math.floor((end - today.getTime()) / 86_400_000);
  if (days >= EXPIRY_NOTICE_DAYS) return [];
  const day = at.slice(0, 10);
  return days < 0
    ? [{ resource, condition: `expired ${day}`, what: `${thing} expired on ${day}.`, cure }]
    : [{ resource, condition: `expires ${day}`, what: `${thing} expires on ${day}, in ${days} days.`, cure }];
}

import type { Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { Problem } from "../../problem/problem.ts";
import { cloudflareCredential } from "../../vendors/cloudflare/api-token.ts";
import { renewal } from "../../vendors/credential.ts";
import { ending, endOf, lacks, type Trial, tryCredential } from "./credentials.ts";
import { type Finding, fine, notKnown, wrong } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** Whether the Cloudflare token lives in the accounts of the product, and has the permissions for what is declared, where it may read its own. */
export function checkCloudflareToken(patient: Patient): Promise<readonly Finding[]> {
  return tryCredential(cloudflareCredential, patient, async (trial) => {
    const accounts = [...new Set(patient.blueprints.flatMap(({ cloudflare }) => cloudflare?.account ?? []))];
    return (await Promise.all(accounts.map((account) => checkIn(account, trial)))).flat();
  });
}

async function checkIn(account: string, trial: Trial): Promise<readonly Finding[]> {
  const { what, patient } = trial;
  const { status, endsAt, permissions } = await (await patient.clouds.cloudflare()).ownToken.verify(account);
  if (status !== "active") return [wrong(what, notActive(status))];
  const needed = permissionsFor(patient.blueprints.filter(({ cloudflare }) => cloudflare?.account === account));
  const missing = permissions && needed.filter((name) => !permissions.includes(name));
  if (missing && missing.length > 0) {
    const need = `of account ${account} with ${needed.join(", ")}`;
    return [lacks(what, cloudflareCredential, `lacks the permission ${missing.join(", ")}`, need)];
  }
  const soon = ending(trial, cloudflareCredential, endsAt);
  if (soon.length > 0) return soon;
  const active = `active in account ${account}`;
  if (permissions) return [fine(what, `${active}; has ${needed.join(", ")}; ${endOf(endsAt)}`)];
  return [
    fine(what, `${active}; ${endOf(endsAt)}`),
    notKnown(`permissions of ${what}`, `it may not read whether it has ${needed.join(", ")}`),
  ];
}

function notActive(status: string): Problem {
  return new Problem({
    code: "credential-lacks",
    what: `The Cloudflare API token is ${status}.`,
    fix: renewal(cloudflareCredential, "of this account"),
  });
}

/** Names of Cloudflare's permission groups (developers.cloudflare.com/fundamentals/api/reference/permissions). */
function permissionsFor(blueprints: readonly Blueprint[]): string[] {
  const has = (isNeeded: (blueprint: Blueprint) => boolean, name: string) => (blueprints.some(isNeeded) ? [name] : []);
  return [
    ...has(({ buckets }) => buckets.some(isOwn), "Workers R2 Storage Write"),
    ...has(({ storageKey }) => storageKey, "Account API Tokens Write"),
    ...has(({ sites }) => sites.some((site) => isOwn(site) || site.slot !== undefined), "Pages Write"),
    ...has(({ apps, sites }) => [...apps, ...sites].some((one) => isOwn(one) && one.domains.length > 0), "DNS Write"),
  ];
}

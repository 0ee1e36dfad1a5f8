import type { FlyReach } from "../../clouds/fly/access.ts";
import type { Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { flyCredential } from "../../vendors/fly/token.ts";
import { lacks, tryCredential } from "./credentials.ts";
import { type Finding, fine } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** Whether the Fly token lives, and reaches the organizations that the product is in, with all that is to be made there. */
export function checkFlyToken(patient: Patient): Promise<readonly Finding[]> {
  return tryCredential(flyCredential, patient, async ({ what }) => {
    const reaches = await (await patient.clouds.fly()).access.read();
    const needed = organizationsOf(patient.blueprints);
    const found = needed.flatMap((organization) => {
      const lacking = lackingIn(organization, reaches);
      const need = `of organization ${organization}, as fly tokens create org prints it`;
      return lacking === undefined ? [] : [lacks(what, flyCredential, lacking, need)];
    });
    if (found.length > 0) return found;
    const names = [...new Set(reaches.map(({ organization }) => organization))].join(", ");
    return [fine(what, `reaches ${names || "no organization"}; Fly does not tell when it ends`)];
  });
}

/** Fly knows `personal` by another slug too, which only its user knows. */
const ALIAS = "personal";

function lackingIn(organization: string, reaches: readonly FlyReach[]): string | undefined {
  const own = reaches.filter((reach) => organization === ALIAS || reach.organization === organization);
  if (own.length === 0) return `does not reach the organization ${organization}`;
  if (own.some(({ apps, machine }) => apps.length === 0 && machine === undefined)) return undefined;
  const machine = own.find((reach) => reach.machine !== undefined)?.machine;
  if (machine !== undefined) return `is for machine ${machine} alone`;
  return `is for ${own.flatMap(({ apps }) => apps).join(", ")} alone, and makes no app`;
}

function organizationsOf(blueprints: readonly Blueprint[]): string[] {
  const things = blueprints.flatMap(({ apps, databases }) => [
    ...apps,
    ...databases.filter(({ provider }) => provider === "fly"),
  ]);
  const mine = things.filter(isOwn);
  return [...new Set(mine.map(({ organization }) => organization).filter(Boolean))];
}

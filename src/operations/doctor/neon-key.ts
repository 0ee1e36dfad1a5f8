import { neonCredential } from "../../vendors/neon/api-key.ts";
import { tryCredential } from "./credentials.ts";
import { type Finding, fine } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** As Neon calls what lets one in (`AuthDetailsResponse` of its OpenAPI document). */
const kinds: { readonly [method: string]: string } = {
  api_key_user: "a person's",
  api_key_org: "an organization's",
};

/** Whether the Neon key lives, and lists the projects of the organizations that the product is in. */
export function checkNeonKey(patient: Patient): Promise<readonly Finding[]> {
  return tryCredential(neonCredential, patient, async ({ what }) => {
    const { access, projects } = await patient.clouds.neon();
    const organizations = neonOrganizations(patient);
    const [method] = await Promise.all([access.readMethod(), ...organizations.map((one) => projects.list(one))]);
    const named = organizations.flatMap((one) => one ?? []).join(", ");
    const reached = named === "" ? "its own projects" : `the projects of ${named}`;
    return [fine(what, `${kinds[method] ?? method}; lists ${reached}; Neon does not tell when it ends`)];
  });
}

/** `undefined` stands for that of the key. */
export function neonOrganizations({ blueprints }: Patient): (string | undefined)[] {
  const own = blueprints.filter(({ databases }) =>
    databases.some(({ provider, ownership }) => provider === "neon" && ownership.in === "stack"),
  );
  return [...new Set(own.map(({ neon }) => neon?.organization))];
}

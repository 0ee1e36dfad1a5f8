import { NeonDatabase, NeonRole } from "../../provider/resources.ts";
import type { Surroundings } from "../declaration.ts";
import type { DatabaseBlueprint } from "./resolve.ts";

/**
 * A database in the Neon project of another one, with a role that owns it. A branch has a copy of both already, with the data:
 * only its role's password is read.
 */
export function declareInProject(
  { key, role, database }: DatabaseBlueprint,
  { key: home, inherited }: NonNullable<DatabaseBlueprint["in"]>,
  { opts, ofSibling }: Surroundings,
) {
  const of = (output: string) => ofSibling(`databases.${home}`, output);
  const place = { projectId: of("projectId"), branchId: of("branchId") };
  const owner = new NeonRole(key, { ...place, name: role, ...(inherited && { inherited }) }, opts);
  if (!inherited) new NeonDatabase(key, { ...place, name: database, owner: owner.name }, opts);
  return { host: of("host"), pooledHost: of("pooledHost"), password: owner.password, tls: true };
}

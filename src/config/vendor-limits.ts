import type { Blueprint, DatabaseBlueprint } from "./blueprint.ts";
import { checkBucket, checkPagesProject } from "./limits/cloudflare.ts";
import { checkFlyApp, checkFlyPostgres } from "./limits/fly.ts";
import { checkPipelineValues } from "./limits/github.ts";
import { checkNeonDatabase } from "./limits/neon.ts";
import type { Finding } from "./problem.ts";
import type { SystemConfig } from "./schema/system.ts";

/** Names, regions, sizes and plans that a vendor would refuse, found before any network call. */
export function checkLimits(blueprint: Blueprint, system: SystemConfig): Finding[] {
  const { apps, databases, buckets, sites, pipeline, neon } = blueprint;
  const checkDatabase = (database: DatabaseBlueprint) =>
    database.provider === "fly" ? checkFlyPostgres(database) : checkNeonDatabase(database, neon?.plan);
  return [
    ...apps.flatMap((app) => checkFlyApp(app, system)),
    ...databases.filter(({ home }) => home.in === "stack").flatMap(checkDatabase),
    ...buckets.flatMap(checkBucket),
    ...sites.flatMap(checkPagesProject),
    ...(pipeline ? checkPipelineValues(pipeline) : []),
  ];
}

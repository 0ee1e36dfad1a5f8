import { neonCloud } from "../../../sandbox/clouds/neon/index.ts";
import { createNeonClient, type NeonClientOptions } from "../../../src/clouds/neon/client.ts";
import { organization, startCloud, tokens } from "../../stage/clouds.ts";

export { organization };

export type EmulatedNeon = Awaited<ReturnType<typeof emulateNeon>>;

/** Neon's API on 127.0.0.1 until the test is over, with nothing made in it. */
export async function emulateNeon() {
  const cloud = await startCloud(neonCloud);
  const baseUrl = `${cloud.url}/api/v2`;
  return {
    ...cloud,
    baseUrl,
    connect: (options: Partial<NeonClientOptions> = {}) =>
      createNeonClient({ apiKey: tokens.neon, baseUrl, organization, ...options }),
    /** The one project that is not deleted. */
    onlyProject() {
      const live = cloud.state.projects.filter(({ deletedAt }) => deletedAt === undefined);
      const [project] = live;
      if (!project || live.length > 1) throw new Error(`there are ${live.length} projects, not one`);
      return project;
    },
  };
}

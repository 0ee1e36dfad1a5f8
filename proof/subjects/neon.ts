import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { organization } from "../../test/stage/open-cloud.ts";
import type { Ground, Subject } from "./subject.ts";

export const lineage = "0f7f3c1e-6f0a-4c8e-9a55-1d5f0c7e9b01";

const project = {
  ...{ name: "plyr-staging", region: "aws-us-east-1", organization, role: "app_owner", database: "app", lineage },
  ...{ minCu: 0.25, maxCu: 1, historyRetentionSeconds: 21_600 },
};

const withProject =
  (first: PropertyMap, next: PropertyMap) =>
  async ({ make }: Ground) => {
    const { outputs } = await make("parity:neon:Project", project);
    const place = { projectId: outputs["projectId"] ?? "", branchId: outputs["branchId"] ?? "" };
    return { first: { ...place, ...first }, next: { ...place, ...next } };
  };

export const neonSubjects: readonly Subject[] = [
  {
    name: "neon:Project",
    token: "parity:neon:Project",
    prepare: async () => ({
      first: project,
      next: { ...project, name: "plyr-next", maxCu: 2, historyRetentionSeconds: 3600, passwordGeneration: 2 },
    }),
  },
  {
    name: "neon:Branch",
    token: "parity:neon:Branch",
    prepare: async (ground) => {
      const { first, next } = await withProject({ name: "pr-1", lineage }, { name: "pr-2", lineage, maxCu: 2 })(ground);
      const { branchId: _, ...inputs } = first;
      const { branchId: __, ...later } = next;
      return { first: inputs, next: later };
    },
  },
  {
    name: "neon:Role",
    token: "parity:neon:Role",
    prepare: withProject({ name: "worker" }, { name: "worker", generation: 2 }),
  },
  {
    name: "neon:Database",
    token: "parity:neon:Database",
    prepare: withProject({ name: "events", owner: "app_owner" }, { name: "history", owner: "app_owner" }),
  },
];

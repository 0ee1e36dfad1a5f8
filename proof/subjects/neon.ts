import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { organization } from "../../test/stage/open-cloud.ts";
import type { Ground, Subject } from "./subject.ts";

const project = {
  ...{ name: "plyr-staging", region: "aws-us-east-1", organization, role: "app_owner", database: "app" },
  ...{ minCu: 0.25, maxCu: 1, historyRetentionSeconds: 21_600 },
  ...{ suspendTimeoutSeconds: 0, protectedBranch: false },
};

const withProject =
  (first: PropertyMap, next: PropertyMap) =>
  async ({ make, lineage }: Ground) => {
    const { outputs } = await make("parity:neon:Project", { ...project, lineage });
    const place = { projectId: outputs["projectId"] ?? "", branchId: outputs["branchId"] ?? "" };
    return { first: { ...place, ...first }, next: { ...place, ...next } };
  };

export const neonSubjects: readonly Subject[] = [
  {
    name: "neon:Project",
    token: "parity:neon:Project",
    prepare: async ({ lineage }) => ({
      first: { ...project, lineage },
      next: { ...project, lineage, name: "plyr-next", maxCu: 2, historyRetentionSeconds: 3600, passwordGeneration: 2 },
    }),
  },
  {
    name: "neon:Branch",
    token: "parity:neon:Branch",
    prepare: async (ground) => {
      const branch = {
        lineage: ground.lineage,
        minCu: 0.25,
        maxCu: 1,
        protected: false,
        expiresAt: "2026-01-25T00:00:00Z",
      };
      const { first, next } = await withProject(
        { ...branch, name: "pr-1" },
        { ...branch, name: "pr-2", maxCu: 2 },
      )(ground);
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

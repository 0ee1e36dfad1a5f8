import type { Branch, ProjectState } from "../../sandbox/clouds/neon/entities.ts";
import type { Held } from "../stage/census.ts";
import { type Edit, set, the } from "./edit.ts";

const held = ({ neon }: Held): ProjectState =>
  the(neon.projects.find(({ project }) => project.name === "plyr-staging"));
const branch = (clouds: Held, name: string): Branch => the(held(clouds).branches.find((one) => one.name === name));
const compute = (clouds: Held, name: string) =>
  the(held(clouds).endpoints.find(({ branch_id }) => branch_id === branch(clouds, name).id));
const role = (clouds: Held, name: string) => the(held(clouds).roles.find((one) => one.name === name));
const database = (clouds: Held, name: string) => the(held(clouds).databases.find((one) => one.name === name));

const gone = { gone: true } as const;

const projectDeleted: Edit = {
  name: "project deleted",
  apply: (clouds) => set(held(clouds), { deletedAt: "2026-01-05T10:00:00Z" }),
  shows: gone,
};

const computeEdits = (name: string): readonly Edit[] => [
  {
    name: "minCu",
    apply: (clouds) => set(compute(clouds, name), { autoscaling_limit_min_cu: 0.5 }),
    shows: { fields: ["minCu"] },
  },
  {
    name: "maxCu",
    apply: (clouds) => set(compute(clouds, name), { autoscaling_limit_max_cu: 4 }),
    shows: { fields: ["maxCu"] },
  },
  {
    name: "compute deleted and made again",
    apply: (clouds) => set(compute(clouds, name), { id: "ep-another", host: "ep-another.aws.neon.tech" }),
    shows: { says: /host is ep-another|compute/ },
  },
  {
    name: "compute disabled",
    apply: (clouds) => set(compute(clouds, name), { disabled: true }),
    shows: { says: /disabled/ },
  },
];

export const neonEdits: Readonly<Record<string, readonly Edit[]>> = {
  "neon:Project": [
    projectDeleted,
    ...computeEdits("main"),
    { name: "name", apply: (clouds) => set(held(clouds).project, { name: "theirs" }), shows: { fields: ["name"] } },
    {
      name: "organization",
      apply: (clouds) => set(held(clouds).project, { org_id: "org-other-sea-87654321" }),
      shows: { fields: ["organization"] },
    },
    {
      name: "historyRetentionSeconds",
      apply: (clouds) => set(held(clouds).project, { history_retention_seconds: 0 }),
      shows: { fields: ["historyRetentionSeconds"] },
    },
    {
      name: "suspendTimeoutSeconds",
      apply: (clouds) => set(compute(clouds, "main"), { suspend_timeout_seconds: 600 }),
      shows: { fields: ["suspendTimeoutSeconds"] },
    },
    {
      name: "branch",
      apply: (clouds) => set(branch(clouds, "main"), { name: "theirs" }),
      shows: { fields: ["branch"] },
    },
    {
      name: "protectedBranch",
      apply: (clouds) => set(branch(clouds, "main"), { protected: true }),
      shows: { fields: ["protectedBranch"] },
    },
    {
      name: "password",
      apply: (clouds) => set(role(clouds, "app_owner"), { passwordNumber: 99 }),
      shows: { says: /password was changed outside Pulumi/ },
    },
    {
      name: "logicalReplication, which is not declared",
      apply: (clouds) => set(held(clouds).project.settings, { enable_logical_replication: true }),
      shows: {},
    },
    {
      name: "a role and a database added",
      apply: (clouds) => {
        held(clouds).roles.push({ ...role(clouds, "app_owner"), name: "theirs" });
        held(clouds).databases.push({ ...database(clouds, "app"), id: 99, name: "theirs" });
      },
      shows: {},
    },
  ],
  "neon:Branch": [
    projectDeleted,
    {
      name: "deleted",
      apply: (clouds) => {
        const { id } = branch(clouds, "pr-1");
        const { branches, endpoints, roles, databases } = held(clouds);
        const isElsewhere = ({ branch_id }: { readonly branch_id: string }) => branch_id !== id;
        set(held(clouds), {
          branches: branches.filter((one) => one.id !== id),
          ...{ endpoints: endpoints.filter(isElsewhere), roles: roles.filter(isElsewhere) },
          databases: databases.filter(isElsewhere),
        });
      },
      shows: gone,
    },
    ...computeEdits("pr-1"),
    { name: "name", apply: (clouds) => set(branch(clouds, "pr-1"), { name: "theirs" }), shows: { fields: ["name"] } },
    {
      name: "protected",
      apply: (clouds) => set(branch(clouds, "pr-1"), { protected: true }),
      shows: { fields: ["protected"] },
    },
    {
      name: "expiresAt",
      apply: (clouds) => set(branch(clouds, "pr-1"), { expires_at: "2026-01-30T00:00:00Z" }),
      shows: { fields: ["expiresAt"] },
    },
  ],
  "neon:Role": [
    projectDeleted,
    {
      name: "deleted",
      apply: (clouds) => set(held(clouds), { roles: held(clouds).roles.filter(({ name }) => name !== "worker") }),
      shows: gone,
    },
    {
      name: "password",
      apply: (clouds) => set(role(clouds, "worker"), { passwordNumber: 99 }),
      shows: { says: /password was changed outside Pulumi/ },
    },
  ],
  "neon:Database": [
    projectDeleted,
    {
      name: "deleted",
      apply: (clouds) => {
        set(held(clouds), { databases: held(clouds).databases.filter(({ name }) => name !== "events") });
      },
      shows: gone,
    },
    {
      name: "name",
      apply: (clouds) => set(database(clouds, "events"), { name: "theirs" }),
      shows: { fields: ["name"] },
    },
    {
      name: "owner",
      apply: (clouds) => {
        held(clouds).roles.push({ ...role(clouds, "app_owner"), name: "theirs", passwordNumber: 98 });
        set(database(clouds, "events"), { owner_name: "theirs" });
      },
      shows: { fields: ["owner"] },
    },
  ],
};

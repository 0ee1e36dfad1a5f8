import type { Held } from "../stage/census.ts";
import { type Edit, set, the } from "./edit.ts";
import { app, appDeleted, gone } from "./fly-app.ts";
import { volumeEdits } from "./fly-volumes.ts";

const cluster = ({ fly }: Held) => the(Object.values(fly.postgresClusters)[0]);
const secret = (clouds: Held, name: string) => the(app(clouds).secrets.entries[name]);

const addresses: readonly Edit[] = [
  { name: "released", apply: (clouds) => void app(clouds).ipAddresses.splice(0), shows: gone },
  appDeleted,
  {
    name: "another added",
    apply: (clouds) => {
      const [own] = app(clouds).ipAddresses;
      app(clouds).ipAddresses.push({ ...the(own), id: "another", ip: "203.0.113.9" });
    },
    shows: {},
  },
];

const secrets: readonly Edit[] = [
  {
    name: "all unset",
    apply: (clouds) => {
      for (const name of ["A", "B"]) delete app(clouds).secrets.entries[name];
    },
    shows: gone,
  },
  {
    name: "one unset",
    apply: (clouds) => void delete app(clouds).secrets.entries["B"],
    shows: { fields: ["values.B"] },
  },
  {
    name: "one overwritten",
    apply: (clouds) => set(secret(clouds, "A"), { digest: "f00d" }),
    shows: { fields: ["values.A"] },
  },
  {
    name: "all overwritten",
    apply: (clouds) => {
      for (const name of ["A", "B"]) set(secret(clouds, name), { digest: "f00d" });
    },
    shows: { fields: ["values.A", "values.B"] },
  },
  {
    name: "another added",
    apply: (clouds) => set(app(clouds).secrets.entries, { THEIRS: { ...secret(clouds, "A"), name: "THEIRS" } }),
    shows: {},
  },
  appDeleted,
];

export const flyEdits: Readonly<Record<string, readonly Edit[]>> = {
  "fly:App": [
    appDeleted,
    {
      name: "moved to another organization",
      apply: (clouds) => set(app(clouds), { organization: "globex" }),
      shows: { fields: ["organization"] },
    },
    {
      name: "another network",
      apply: (clouds) => set(app(clouds), { network: "theirs" }),
      shows: { fields: ["network"] },
    },
  ],
  "fly:Certificate": [
    { name: "removed", apply: (clouds) => void delete app(clouds).certificates["api.plyr.fm"], shows: gone },
    appDeleted,
    {
      name: "another added",
      apply: (clouds) => {
        const { certificates } = app(clouds);
        certificates["theirs.plyr.fm"] = { ...the(certificates["api.plyr.fm"]), hostname: "theirs.plyr.fm" };
      },
      shows: {},
    },
  ],
  "fly:DeployToken": [
    {
      name: "revoked",
      apply: ({ fly }) => {
        for (const token of fly.accessTokens) if (token.scope.kind === "app") token.revokedAt = "2026-01-05T10:00:00Z";
      },
      shows: gone,
    },
    {
      name: "no longer listed",
      apply: ({ fly }) => void fly.accessTokens.splice(1),
      shows: gone,
    },
    {
      name: "another issued",
      apply: ({ fly }) =>
        void fly.accessTokens.push({ ...the(fly.accessTokens.at(-1)), id: "another", name: "theirs" }),
      shows: {},
    },
    appDeleted,
  ],
  "fly:IpAddress v6": addresses,
  "fly:IpAddress shared": addresses,
  "fly:Secrets": secrets,
  "fly:Secrets of a running app": secrets,
  "fly:Volume": volumeEdits,
  "fly:Volume beside another": volumeEdits,
  "fly:Postgres": [
    { name: "deleted", apply: ({ fly }) => void delete fly.postgresClusters[cluster({ fly } as Held).id], shows: gone },
    {
      name: "being deleted",
      apply: (clouds) => set(cluster(clouds), { status: "deleting", readsUntilNext: 9 }),
      shows: gone,
    },
    ...(
      [
        ["plan", { plan: "launch" }],
        ["region", { region: "fra" }],
        ["diskGb", { diskSizeGb: 20 }],
        ["pgMajorVersion", { pgMajorVersion: "16" }],
        ["name", { name: "theirs" }],
        ["organization", { organization: "globex" }],
      ] as const
    ).map(
      ([field, values]): Edit => ({
        name: field,
        apply: (clouds) => set(cluster(clouds), values),
        shows: { fields: [field] },
      }),
    ),
  ],
  "fly:PostgresDatabase": [
    {
      name: "deleted",
      apply: (clouds) => {
        const { databases } = cluster(clouds);
        the(databases.find((name) => name === "plyr"));
        databases.splice(databases.indexOf("plyr"), 1);
      },
      shows: gone,
    },
    { name: "another added", apply: (clouds) => void cluster(clouds).databases.push("theirs"), shows: {} },
  ],
  "fly:PostgresUser": [
    { name: "deleted", apply: (clouds) => void delete cluster(clouds).users["worker"], shows: gone },
    {
      name: "role",
      apply: (clouds) => set(the(cluster(clouds).users["worker"]), { role: "writer" }),
      shows: { fields: ["role"] },
    },
    {
      name: "password",
      apply: (clouds) => set(the(cluster(clouds).users["worker"]), { passwordSerial: 99 }),
      shows: { says: /password was changed outside Pulumi/ },
    },
  ],
};

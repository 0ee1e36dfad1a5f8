import type { Held } from "../stage/census.ts";
import { type Edit, set, the } from "./edit.ts";
import { app, appDeleted, gone } from "./fly-app.ts";

const volume = (clouds: Held) => the(Object.values(the(app(clouds).volumes)).at(-1));

export const volumeEdits: readonly Edit[] = [
  { name: "deleted", apply: (clouds) => set(volume(clouds), { state: "pending_destroy" }), shows: gone },
  { name: "lost", apply: (clouds) => void delete the(app(clouds).volumes)[volume(clouds).id], shows: gone },
  appDeleted,
  { name: "grown", apply: (clouds) => set(volume(clouds), { sizeGb: 20 }), shows: { fields: ["size"] } },
  {
    name: "snapshots kept longer",
    apply: (clouds) => set(volume(clouds), { snapshotRetention: 30 }),
    shows: { fields: ["snapshots"] },
  },
  {
    name: "snapshots switched off",
    apply: (clouds) => set(volume(clouds), { hasSnapshots: false }),
    shows: { fields: ["snapshots"] },
  },
  { name: "host not reached", apply: (clouds) => set(volume(clouds), { hostStatus: "unreachable" }), shows: {} },
  {
    name: "another added",
    apply: (clouds) => set(the(app(clouds).volumes), { vol_theirs: { ...volume(clouds), id: "vol_theirs" } }),
    shows: {},
  },
];

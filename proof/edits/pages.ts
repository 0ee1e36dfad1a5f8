import type { Slot } from "../../sandbox/clouds/cloudflare/entities.ts";
import type { Held } from "../stage/census.ts";
import { type Edit, set, the } from "./edit.ts";

const project = ({ cloudflare }: Held) =>
  the(Object.values(cloudflare.pagesProjects).find(({ name }) => name === "plyr-site"));
const variables = (clouds: Held, slot: "preview" | "production" = "preview"): Slot["envVars"] =>
  project(clouds).deployment_configs[slot].envVars;

const put = (name: string, value: Slot["envVars"][string], slot?: "production") => (clouds: Held) =>
  set(variables(clouds, slot), { [name]: value });
const remove = (name: string) => (clouds: Held) => void delete variables(clouds)[name];
const runtime = (change: Slot["settings"]) => (clouds: Held) =>
  set(project(clouds).deployment_configs.preview.settings, change);

const plain = { type: "plain_text", value: "theirs" } as const;
const secret = { type: "secret_text", sha256: "f00d" } as const;

const projectDeleted: Edit = {
  name: "Pages project deleted",
  apply: ({ cloudflare }) => {
    for (const [key, { name }] of Object.entries(cloudflare.pagesProjects)) {
      if (name === "plyr-site") delete cloudflare.pagesProjects[key];
    }
  },
  shows: { gone: true },
};

/** A secret that somebody overwrote is not among them: Cloudflare tells nothing of it. */
export const pagesEdits: Readonly<Record<string, readonly Edit[]>> = {
  "pages:Variables": [
    projectDeleted,
    { name: "a value", apply: put("A", plain), shows: { fields: ["plain.A"] } },
    { name: "a value that became secret", apply: put("A", secret), shows: { fields: ["plain.A"] } },
    { name: "a value removed", apply: remove("B"), shows: { fields: ["plain.B"] } },
    { name: "a secret removed", apply: remove("KEY"), shows: { fields: ["secret.KEY"] } },
    { name: "a secret that became plain", apply: put("KEY", plain), shows: { fields: ["secret.KEY"] } },
    { name: "another added", apply: put("MORE", plain), shows: {} },
    { name: "the other slot", apply: put("A", plain, "production"), shows: {} },
  ],
  "pages:Compatibility": [
    projectDeleted,
    {
      name: "date",
      apply: runtime({ compatibility_date: "2022-01-01" }),
      shows: { fields: ["date"] },
    },
    {
      name: "flags",
      apply: runtime({ compatibility_flags: [] }),
      shows: { fields: ["flags[0]"] },
    },
  ],
  "pages:ProductionBranch": [
    projectDeleted,
    {
      name: "branch",
      apply: (clouds) => set(project(clouds), { source: { type: "github", config: { production_branch: "theirs" } } }),
      shows: { fields: ["branch"] },
    },
  ],
};

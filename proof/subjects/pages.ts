import { account } from "../../test/stage/open-cloud.ts";
import type { Subject } from "./subject.ts";

const site = { accountId: account, project: "plyr-site", slot: "preview" };

export const pagesSubjects: readonly Subject[] = [
  {
    name: "pages:Variables",
    token: "parity:pages:Variables",
    prepare: async ({ pages }) => {
      await pages("POST", "", { name: site.project, production_branch: "main" });
      const theirs = { THEIRS: { type: "plain_text", value: "1" } };
      await pages("PATCH", `/${site.project}`, {
        deployment_configs: { preview: { env_vars: theirs }, production: { env_vars: theirs } },
      });
      return {
        first: { ...site, plain: { A: "one", B: "two" }, secret: { KEY: "canary-one" } },
        next: { ...site, plain: { A: "changed", C: "three" }, secret: { KEY: "canary-two" } },
      };
    },
  },
  {
    name: "pages:Compatibility",
    token: "parity:pages:Compatibility",
    // Both states may say it, as with the branch below.
    standsBeside: true,
    prepare: async ({ pages }) => {
      await pages("POST", "", { name: site.project, production_branch: "main" });
      return {
        first: { ...site, date: "2024-09-23", flags: ["nodejs_compat"] },
        next: { ...site, date: "2025-01-15", flags: ["nodejs_compat", "global_navigator"] },
      };
    },
  },
  {
    name: "pages:ProductionBranch",
    token: "parity:pages:ProductionBranch",
    // Both states may say what is built: it is a setting of the project, which has one owner.
    standsBeside: true,
    prepare: async ({ pages }) => {
      const config = { owner: "plyr-fm", repo_name: "plyr", production_branch: "trunk" };
      await pages("POST", "", { name: site.project, production_branch: "main", source: { type: "github", config } });
      const branch = { accountId: account, project: site.project };
      return { first: { ...branch, branch: "main" }, next: { ...branch, branch: "stable" } };
    },
  },
];

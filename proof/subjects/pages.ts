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
];

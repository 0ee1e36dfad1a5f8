import { known, type Templates } from "../../config/template.ts";
import { wranglerVariables } from "../../vendors/cloudflare/wrangler.ts";
import { hasPipeline } from "../pipeline/resolve.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import type { SiteConfig } from "./schema.ts";

/** Whether the deploy workflow builds and uploads the site. */
export function uploadsBuild({ connected, upload }: Pick<SiteConfig, "connected" | "upload">): boolean {
  return !connected && upload === "workflow";
}

/** What the job that uploads a site lacks. */
export function checkUpload(
  { key, config, ownership, path }: Thing<SiteConfig>,
  variables: Templates,
  graph: SystemGraph,
): void {
  const { tier, system } = graph.scope;
  const isReview = tier === "review" && ownership.in === "stack";
  if (!uploadsBuild(config) || tier === "shared" || !(isReview || hasPipeline(graph))) return;
  const [token] = wranglerVariables;
  if (config.build.output === undefined) {
    graph.report("upload-incomplete", [...path, "build", "output"], {
      what: `The deploy workflow uploads "${key}", and nothing says which folder.`,
      fix: 'write "build: { output: dist }", or "upload: elsewhere" when something else uploads it',
    });
  }
  // A pull request's workflow has that of its own GitHub environment, which no stack makes.
  if (!isReview && !Object.hasOwn(system.pipeline.secrets, token)) {
    graph.report("upload-incomplete", ["pipeline", "secrets", token], {
      what: `The deploy workflow uploads "${key}" with wrangler, which needs "${token}".`,
      why: "Cloudflare has no token for one Pages project, so that none is made: one for Pages may change all of the account's.",
      fix: `write "${token}: \${secrets.${token}}" there, and give it a token with the permission Cloudflare Pages: Edit`,
    });
  }
  for (const [name, value] of Object.entries(variables)) {
    if (known(value) !== undefined) continue;
    graph.report("upload-incomplete", [...path, "variables", name], {
      what: `The deploy workflow builds "${key}", and what "${name}" is shows only once something exists.`,
      why: "The workflow is written before that.",
      fix: "name what is known before, such as a domain",
    });
  }
}

import type { JsonObject } from "../../core/cloud.ts";
import type { Ids } from "../../core/ids.ts";
import type { PagesProject } from "../entities.ts";

/** The connection to a git repository after a change of it, every member of `config` filled in as the API answers it. */
export function completeSource(
  { source, production_branch }: PagesProject,
  change: { type: string; config: JsonObject },
  ids: Ids,
): JsonObject {
  const defaults = (): JsonObject => ({
    deployments_enabled: true,
    owner: "",
    owner_id: String(ids.number("git owner", 90_000_001)),
    path_excludes: [],
    path_includes: ["*"],
    pr_comments_enabled: true,
    preview_branch_excludes: [],
    preview_branch_includes: ["*"],
    preview_deployment_setting: "all",
    production_branch,
    production_deployments_enabled: true,
    repo_id: String(ids.number("git repository", 700_000_001)),
    repo_name: "",
  });
  const before = (source?.["config"] as JsonObject | undefined) ?? defaults();
  return { type: change.type, config: { ...before, ...change.config } };
}

import type { PipelineBlueprint } from "../blueprint.ts";
import { type Finding, finding } from "../problem.ts";

/** docs.github.com/actions/reference/security/secrets: GITHUB_ is reserved; names are stored in upper case. */
export function checkPipelineNames(pipeline: PipelineBlueprint): Finding[] {
  return (["variables", "secrets"] as const).flatMap((kind) =>
    Object.keys(pipeline[kind])
      .filter((name) => name.startsWith("GITHUB_"))
      .map((name) =>
        finding(
          "github-name",
          ["pipeline", kind, name],
          `"${name}" is reserved.`,
          `write "${name.replace(/^GITHUB_/, "GH_")}"`,
          "Names starting with GITHUB_ belong to GitHub (docs.github.com/actions/reference/security/secrets).",
        ),
      ),
  );
}

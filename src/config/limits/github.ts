import {
  githubValueCountProblem,
  githubValueNameProblem,
  githubValueSizeProblem,
} from "../../vendors/github/environment-values.ts";
import type { PipelineBlueprint } from "../blueprint.ts";
import { type Finding, findingsAt } from "../problem.ts";
import { known } from "../text.ts";

/** What GitHub would refuse of an environment's variables and secrets. The tokens of the apps are secrets there, too. */
export function checkPipelineValues(pipeline: PipelineBlueprint): Finding[] {
  return (["variables", "secrets"] as const).flatMap((kind) => {
    const values = Object.entries(pipeline[kind]);
    const count = values.length + (kind === "secrets" ? Object.keys(pipeline.tokens).length : 0);
    return [
      ...findingsAt(["pipeline", kind], githubValueCountProblem(kind, count)),
      ...values.flatMap(([name, value]) => [
        ...findingsAt(["pipeline", kind, name], githubValueNameProblem(name)),
        ...findingsAt(["pipeline", kind, name], githubValueSizeProblem(kind, name, known(value) ?? "")),
      ]),
    ];
  });
}

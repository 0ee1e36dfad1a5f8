import type { DeployConfig } from "../../config/schema/environment.ts";
import { known } from "../../config/template.ts";
import {
  githubValueCountProblem,
  githubValueNameProblem,
  githubValueSizeProblem,
} from "../../vendors/github/environment-values.ts";
import { keptName } from "../../vendors/same-name.ts";
import type { SystemGraph } from "../system.ts";
import { hasPipeline, type PipelineBlueprint, resolvePipeline } from "./resolve.ts";

/** The name under which GitHub keeps a secret or a variable. */
export const storedName = keptName("github", "secret");

/** Evaluates everything of a pipeline, and reports what is wrong with it. */
export function checkPipeline(deploy: DeployConfig, graph: SystemGraph): void {
  if (!hasPipeline(graph)) return;
  const pipeline = resolvePipeline(deploy, graph);
  checkValues(pipeline, graph);
  checkTriggers(pipeline, graph);
}

/** What GitHub would refuse of an environment's secrets and variables, or take for one and the same. */
function checkValues(pipeline: PipelineBlueprint, graph: SystemGraph): void {
  const tokens = Object.keys(pipeline.tokens);
  for (const kind of ["variables", "secrets"] as const) {
    const taken = new Map((kind === "secrets" ? tokens : []).map((token) => [storedName(token), token]));
    graph.accept(["pipeline", kind], Object.keys(pipeline[kind]).length + taken.size, (count) =>
      githubValueCountProblem(kind, count),
    );
    for (const [name, template] of Object.entries(pipeline[kind])) {
      const path = ["pipeline", kind, name];
      graph.accept(path, name, githubValueNameProblem);
      graph.accept(path, known(template), (value) => githubValueSizeProblem(kind, name, value));
      const twin = taken.get(storedName(name));
      if (twin !== undefined) {
        graph.report("same-name", path, {
          what: tokens.includes(twin)
            ? `"${name}" is the name of the Fly deploy token that this environment gets.`
            : `"${name}" and "${twin}" are one name at GitHub.`,
          why: "GitHub does not tell upper case from lower case here (docs.github.com/actions/reference/security/secrets).",
          fix: "remove one of them, or give it another name",
        });
      }
      taken.set(storedName(name), name);
    }
  }
}

/** When this environment is deployed. */
function checkTriggers({ on, branches }: PipelineBlueprint, graph: SystemGraph): void {
  const { tier } = graph.scope;
  if (tier === "shared") return;
  if (Object.keys(on).length === 0) {
    graph.report("no-trigger", ["deploy"], {
      what: "Nothing says when this environment is deployed.",
      fix: 'write "deploy: { on: { push: { branches: [main] } } }", or "manual: true"',
    });
  }
  if (!on.workflow || branches.length > 0) return;
  graph.report("workflow-ref", ["deploy", "on", "workflow"], {
    severity: "warning",
    what: "A deployment that waits for a workflow runs on the default branch, which this environment's rules refuse.",
    why: "GitHub holds an environment's rules against the ref of the run (docs.github.com, Events that trigger workflows).",
    fix: 'write "push: { tags: [...] }", which runs the checks first in the same workflow, or name the default branch',
  });
}

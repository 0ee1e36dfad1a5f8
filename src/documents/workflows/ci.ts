import type { Blueprint } from "../../components/blueprint.ts";
import { type Document, markDocument } from "../document.ts";
import { checkJobs } from "./check-jobs.ts";
import { expression, renderWorkflow } from "./workflow.ts";

/** Stacks whose deployments wait for the workflow at `pipeline.ci`, with what they wait for. */
export function waitingFor(blueprints: ReadonlyMap<string, Blueprint>) {
  return [...blueprints.values()].flatMap(({ project, stack, pipeline }) => {
    const workflow = pipeline?.on.workflow;
    return pipeline?.ci !== undefined && workflow ? [{ project, stack, pipeline, path: pipeline.ci, workflow }] : [];
  });
}

/**
 * The workflow that runs the checks for deployments that wait for it: on every pull request, and on a push of each branch
 * and tag that one of them waits for. Another deployment runs the checks itself. None when nothing waits, or when the
 * repository has its own.
 */
export function ciWorkflow(blueprints: ReadonlyMap<string, Blueprint>): Document[] {
  const waiting = waitingFor(blueprints);
  const [first] = waiting;
  if (!first) return [];
  const everything = waiting.some(({ workflow }) => !workflow.branches && !workflow.tags);
  const body = () =>
    renderWorkflow({
      name: first.workflow.name,
      about: [`What must pass before ${waiting.map(({ stack }) => stack).join(" and ")} is deployed.`],
      on: { pull_request: {}, push: everything ? {} : { ...refs("branches", waiting), ...refs("tags", waiting) } },
      // A run that a deployment waits for is never cancelled by the next one.
      concurrency: {
        group: expression(
          "github.event_name == 'pull_request' && format('{0} {1}', github.workflow, github.ref) || github.run_id",
        ),
        "cancel-in-progress": true,
      },
      jobs: checkJobs(first.pipeline),
    });
  return [markDocument({ path: first.path, project: first.project, stacks: waiting.map(({ stack }) => stack), body })];
}

/** An empty list would be no filter at all. */
function refs(kind: "branches" | "tags", waiting: ReturnType<typeof waitingFor>): object {
  const patterns = new Set(waiting.flatMap(({ workflow }) => workflow[kind] ?? []));
  return patterns.size === 0 ? {} : { [kind]: [...patterns] };
}

import type { PipelineBlueprint } from "../../components/blueprint.ts";
import { expression, type Workflow } from "./workflow.ts";

/** Events that start a deployment, each with the expression that a run of it must fulfil. */
export function triggersOf({ on }: PipelineBlueprint, inputs: object = {}): Workflow["on"] {
  const { push, release, workflow, manual } = on;
  return {
    ...(push && { push }),
    ...(release && { release: { types: ["published"] } }),
    ...(workflow && {
      workflow_run: {
        workflows: [workflow.name],
        types: ["completed"],
        // With tags the filter cannot stand here: it would keep runs for tags away, and GitHub has none for tags.
        ...(workflow.branches && !workflow.tags && { branches: workflow.branches }),
      },
    }),
    ...(manual && { workflow_dispatch: inputs }),
  };
}

/** What must hold for a run to deploy, beyond its filters. Undefined: nothing. */
export function conditionOf(pipeline: PipelineBlueprint): string | undefined {
  const { on } = pipeline;
  const conditions = [
    { event: "release", holds: on.release && anyOf("github.event.release.tag_name", on.release.tags) },
    { event: "workflow_run", holds: on.workflow && workflowCondition(on.workflow) },
  ].filter(({ holds }) => holds !== undefined);
  const alone = Object.keys(triggersOf(pipeline)).length === 1;
  const texts = conditions.map(({ event, holds }) =>
    alone ? holds : `(github.event_name != '${event}' || (${holds}))`,
  );
  return texts.length === 0 ? undefined : texts.join(" && ");
}

/** Whether the run that a `workflow_run` event tells of was for one of the tags. */
export function isForTag({ on }: PipelineBlueprint): string | undefined {
  return on.workflow?.tags && (anyOf("github.event.workflow_run.head_branch", on.workflow.tags) ?? "true");
}

/**
 * One group an environment, so that two triggers never race. A run that will not deploy stays out: GitHub keeps one
 * waiting run a group and cancels the one before it, which would then be a real deployment.
 */
export function concurrencyOf(pipeline: PipelineBlueprint): Workflow["concurrency"] {
  const group = deploymentGroup(pipeline);
  const condition = conditionOf(pipeline);
  const own = condition && expression(`(${condition}) && '${group}' || github.run_id`);
  return { group: own ?? group, "cancel-in-progress": false };
}

export function deploymentGroup({ environment }: PipelineBlueprint): string {
  return `deploy-${environment}`;
}

/** Where a person starts a run: GitHub refuses the environment's secrets to a run on any other ref. */
export function startLines({ branches, tags }: PipelineBlueprint): string[] {
  const refs = [...branches.map((name) => `branch ${name}`), ...tags.map((name) => `tag ${name}`)];
  return refs.length === 0 ? [] : [`Start it by hand from a ref that may deploy there: ${refs.join(", ")}.`];
}

/** Patterns that only an expression can check, and that no expression can: those with more than a `*` at the end. */
export function uncheckablePatterns({
  on,
}: PipelineBlueprint): { readonly path: string[]; readonly pattern: string }[] {
  const { release, workflow } = on;
  const checked = [
    { path: ["release", "tags"], patterns: release?.tags ?? [] },
    { path: ["workflow", "tags"], patterns: workflow?.tags ?? [] },
    { path: ["workflow", "branches"], patterns: (workflow?.tags && workflow.branches) ?? [] },
  ];
  return checked.flatMap(({ path, patterns }) =>
    patterns.filter((pattern) => !/^[^*?+[\]!\\]*\*{0,2}$/.test(pattern)).map((pattern) => ({ path, pattern })),
  );
}

/**
 * Only pushes count: a pull request from a fork may come from a branch named `main`, and its run would pass the filter.
 * The event's own ref is the default branch, so the run's name of branch or tag is looked at.
 */
function workflowCondition({ branches, tags }: NonNullable<PipelineBlueprint["on"]["workflow"]>): string {
  const run = "github.event.workflow_run";
  const ref = tags && anyOf(`${run}.head_branch`, [...(branches ?? []), ...tags]);
  return [`${run}.conclusion == 'success'`, `${run}.event == 'push'`, ...(ref ? [ref] : [])].join(" && ");
}

/** Undefined when every value matches. */
function anyOf(subject: string, patterns: readonly string[]): string | undefined {
  if (patterns.some((pattern) => /^\*+$/.test(pattern))) return undefined;
  const texts = patterns.map((pattern) => {
    const text = `'${pattern.replace(/\*+$/, "").replaceAll("'", "''")}'`;
    return pattern.endsWith("*") ? `startsWith(${subject}, ${text})` : `${subject} == ${text}`;
  });
  return texts.length === 1 ? texts[0] : `(${texts.join(" || ")})`;
}

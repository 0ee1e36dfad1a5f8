import type { Blueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import type { Promotion } from "./promotion.ts";
import { summaryStep } from "./steps.ts";
import { conditionOf, isForTag } from "./triggers.ts";
import { expression, type Job, type Step } from "./workflow.ts";

export const PREPARE = "prepare";

/** The commit that a workflow deploys, for its other jobs: they need `prepare`. */
export const deployedCommit = expression(`needs.${PREPARE}.outputs.sha`);

/**
 * The first job of a deployment: whether it happens at all, of which commit, and what a person looks at before agreeing.
 * It is outside the GitHub environment, so its summary is there when the reviewers are asked.
 */
export function prepareJob(
  { title, stack }: Blueprint,
  pipeline: PipelineBlueprint,
  promotion: Promotion | undefined,
): Job {
  const condition = conditionOf(pipeline);
  return {
    name: "Prepare",
    ...(condition && { if: expression(condition) }),
    ...(promotion && { permissions: { contents: "read", actions: "read" } }),
    outputs: { sha: expression("steps.commit.outputs.sha") },
    timeoutMinutes: 5,
    steps: [commitStep(`${title}, ${stack}`, pipeline, promotion), ...checklistSteps(pipeline)],
  };
}

function commitStep(what: string, pipeline: PipelineBlueprint, promotion: Promotion | undefined): Step {
  const ways = [...workflowRunWay(pipeline), ...(promotion ? [promotionWay(promotion)] : [])];
  const choice =
    ways.length === 0
      ? ['sha="$GITHUB_SHA"']
      : [
          'case "$GITHUB_EVENT_NAME" in',
          ...ways.flatMap(({ event, script }) => [`${event})`, ...script.map((line) => `  ${line}`), "  ;;"]),
          "*)",
          '  sha="$GITHUB_SHA"',
          "  ;;",
          "esac",
        ];
  const env = Object.assign({ WHAT: what }, ...ways.map((way) => way.env));
  const script = [
    ...choice,
    'echo "sha=$sha" >> "$GITHUB_OUTPUT"',
    'echo "Deploys **$WHAT** from commit $sha." >> "$GITHUB_STEP_SUMMARY"',
  ];
  return { name: "Choose the commit", id: "commit", env, run: `${script.join("\n")}\n` };
}

interface Way {
  readonly event: string;
  readonly env: { readonly [name: string]: string };
  readonly script: readonly string[];
}

const token = { GH_TOKEN: expression("github.token") };

/** For a tag, that it really is one: a branch may be named like a tag, and its commit has seen no release. */
function workflowRunWay(pipeline: PipelineBlueprint): Way[] {
  if (!pipeline.on.workflow) return [];
  const run = "github.event.workflow_run";
  const forTag = isForTag(pipeline);
  const env = { HEAD_SHA: expression(`${run}.head_sha`) };
  if (forTag === undefined) return [{ event: "workflow_run", env, script: ['sha="$HEAD_SHA"'] }];
  return [
    {
      event: "workflow_run",
      env: { ...token, ...env, HEAD_REF: expression(`${run}.head_branch`), FOR_TAG: expression(forTag) },
      script: [
        'sha="$HEAD_SHA"',
        'if [ "$FOR_TAG" = true ]; then',
        '  tagged="$(gh api "repos/$GITHUB_REPOSITORY/commits/tags/$HEAD_REF" --jq .sha || true)"',
        '  if [ "$tagged" != "$sha" ]; then',
        '    echo "::error::$HEAD_REF is not a tag of commit $sha."',
        "    exit 1",
        "  fi",
        "fi",
      ],
    },
  ];
}

function promotionWay({ from, workflow }: Promotion): Way {
  const last =
    workflow === undefined
      ? []
      : [
          'if [ -z "$ref" ]; then',
          `  ref="$(gh run list --repo "$GITHUB_REPOSITORY" --workflow ${workflow} --status success --limit 1 --json headSha --jq '.[0].headSha // ""')"`,
          "fi",
          'if [ -z "$ref" ]; then',
          `  echo "::error::Nothing was deployed to ${from} yet. Name the commit, tag or branch to deploy."`,
          "  exit 1",
          "fi",
        ];
  return {
    event: "workflow_dispatch",
    env: { ...token, REF: expression("inputs.ref") },
    script: ['ref="$REF"', ...last, 'sha="$(gh api "repos/$GITHUB_REPOSITORY/commits/$ref" --jq .sha)"'],
  };
}

function checklistSteps({ checklist }: PipelineBlueprint): Step[] {
  if (checklist.length === 0) return [];
  return [summaryStep("Show the checklist", ["Before it goes on:", "", ...checklist.map((line) => `- [ ] ${line}`)])];
}

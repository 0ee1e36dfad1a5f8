import { pinnedActions, referenceTo } from "../workflows/pinned-actions.ts";
import { expression, type Workflow } from "../workflows/workflow.ts";
import {
  checkSteps,
  engineSteps,
  FOLDER,
  ownToken,
  parityLine,
  previewEnvironment,
  productInputs,
  runSecrets,
} from "./steps.ts";

/** Forks and Dependabot are given no secrets; of the labels, only ours change what a preview answers. */
const eligible = [
  "github.event.pull_request.head.repo.full_name == github.repository",
  "github.actor != 'dependabot[bot]'",
  "(!endsWith(github.event.action, 'labeled') || startsWith(github.event.label.name, 'parity: may destroy in '))",
].join(" && ");

/** For `needs.stacks.outputs.stacks`: those that are production's, or all others. */
const list = `${parityLine("check", "--json")} |
  jq -r --arg production "$PRODUCTION" \\
    'map(select((.template | not) and ((.tier == "production") == ($production == "true"))) | {stack}) | "stacks=" + tojson' \\
    >> "$GITHUB_OUTPUT"
`;

/**
 * What a commit would do to each stack of a product. Of a pull request: every stack but production's, with a comment for each and the plan
 * that an up holds to. With `production`: production's, in the GitHub environment that only the default branch and releases reach.
 */
export const previewWorkflow: Workflow = {
  name: "Parity preview",
  about: [
    "What a commit would do to each stack of one product. Called by preview.yml; see docs/ci.md of @env-parity/parity.",
  ],
  on: {
    workflow_call: {
      inputs: {
        ...productInputs,
        production: { type: "boolean", default: false },
      },
    },
  },
  jobs: {
    // Runs at every label too: GitHub counts a skipped job as passed, and so would forget that the check had failed.
    stacks: {
      name: "stacks",
      outputs: { stacks: expression("steps.list.outputs.stacks") },
      timeoutMinutes: 10,
      steps: [
        ...checkSteps,
        { name: "Check the config", env: FOLDER, run: `${parityLine("check", "")}\n` },
        {
          name: "List the stacks",
          id: "list",
          env: { ...FOLDER, PRODUCTION: expression("inputs.production") },
          run: list,
        },
      ],
    },
    preview: {
      name: `preview (${expression("matrix.stack")})`,
      needs: ["stacks"],
      if: expression(`needs.stacks.outputs.stacks != '[]' && (inputs.production || ${eligible})`),
      environment: previewEnvironment,
      permissions: { contents: "read", "id-token": "write", "pull-requests": "write" },
      strategy: { "fail-fast": false, matrix: { include: expression("fromJSON(needs.stacks.outputs.stacks)") } },
      concurrency: {
        group: `preview-${expression("github.event.pull_request.number || 'production'")}-${expression("inputs.product")}-${expression("matrix.stack")}`,
        "cancel-in-progress": true,
      },
      timeoutMinutes: 30,
      steps: [
        ...engineSteps,
        {
          name: "Preview",
          env: {
            ...FOLDER,
            STACK: expression("matrix.stack"),
            COMMENT: expression("!inputs.production || ''"),
            ...ownToken,
            ...runSecrets,
          },
          run: `${parityLine("preview", '--stack "$STACK" ${COMMENT:+--comment} --summary --save-plan plan.json')}\n`,
        },
        {
          name: "Keep the plan",
          if: expression("!inputs.production"),
          uses: referenceTo(pinnedActions.uploadArtifact),
          with: {
            name: `plan-${expression("inputs.product")}-${expression("matrix.stack")}-${expression("github.event.pull_request.head.sha")}`,
            path: "plan.json",
            "if-no-files-found": "error",
            overwrite: true,
          },
        },
      ],
    },
  },
};

import { tellByWebhook } from "../workflows/failure-job.ts";
import { expression, type Workflow } from "../workflows/workflow.ts";
import { engineSteps, FOLDER, ownToken, parityLine, previewEnvironment, productInputs, runSecrets } from "./steps.ts";

const line = parityLine("drift", '--production "$PRODUCTION" ${ISSUE:+--issue} --summary');

/** Whether clouds, state and config of a product still agree: an issue for each stack, red until they do. */
export const driftWorkflow: Workflow = {
  name: "Parity drift",
  about: [
    "Whether clouds, state and config of one product agree. Called by drift.yml; see docs/ci.md of @env-parity/parity.",
  ],
  on: {
    workflow_call: {
      inputs: {
        ...productInputs,
        production: { type: "boolean", default: false },
        issue: { type: "boolean", default: true },
      },
    },
  },
  jobs: {
    drift: {
      name: "drift",
      environment: previewEnvironment,
      permissions: { contents: "read", "id-token": "write", issues: "write" },
      timeoutMinutes: 60,
      steps: [
        ...engineSteps,
        {
          name: "Drift",
          env: {
            ...FOLDER,
            PRODUCTION: expression("inputs.production && 'only' || 'without'"),
            ISSUE: expression("inputs.issue || ''"),
            ...ownToken,
            ...runSecrets,
          },
          run: `${line}\n`,
        },
      ],
    },
    // Without the secret it tells nobody.
    "tell-failure": {
      name: "tell of the failure",
      needs: ["drift"],
      if: expression("failure()"),
      timeoutMinutes: 5,
      steps: [
        {
          name: "Tell of the failure",
          env: {
            MESSAGE: `Clouds, state and config of ${expression("inputs.product")} differ, or it is not known`,
            RUN_URL: expression(
              "format('{0}/{1}/actions/runs/{2}', github.server_url, github.repository, github.run_id)",
            ),
            WEBHOOK: expression("secrets.FAILURE_WEBHOOK"),
          },
          run: `if [ -z "$WEBHOOK" ]; then exit 0; fi\n${tellByWebhook}`,
        },
      ],
    },
  },
};

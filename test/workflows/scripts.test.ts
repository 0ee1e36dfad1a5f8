import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acme, jobOf, stepOf, workflowAt } from "../documents/workflows/read-workflow.ts";
import { runStep, type StepRun } from "../documents/workflows/run-step.ts";
import { jobNamed, jobs, repository, type Step, stepNamed } from "./read-workflows.ts";

/** Runs a job's script as the runner does, with the real `npx` and the real command, in a checkout. */
function run(job: string, step: string, env: { readonly [name: string]: string } = {}): Promise<StepRun> {
  return runStep(named(job, step), {}, env, checkout);
}

function named(job: string, step: string): Step & { readonly name: string } {
  return { ...stepNamed(jobNamed(job), step), name: step };
}

const checkout = mkdtempSync(join(tmpdir(), "parity-checkout-"));

/** A product as a repository of its own has it: the config at the root, beside the command that npm has linked. */
beforeAll(() => {
  for (const file of readdirSync(join(repository, "systems/live-listen")).filter((name) => name.endsWith(".yaml"))) {
    writeFileSync(join(checkout, file), readFileSync(join(repository, "systems/live-listen", file)));
  }
  mkdirSync(join(checkout, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(repository, "bin/parity.mjs"), join(checkout, "node_modules/.bin/parity"));
});

afterAll(() => rmSync(checkout, { recursive: true, force: true }));

describe("what is installed", () => {
  const step = named("parity-preview.yml/stacks", "Install");
  const npm = { npm: "true" };

  test("is what the folder's own lock file names, or the nearest above it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "parity-locks-"));
    for (const inner of ["own/inner", "other/inner"]) mkdirSync(join(folder, inner), { recursive: true });
    for (const file of ["package-lock.json", "own/inner/package-lock.json"]) writeFileSync(join(folder, file), "{}");
    const installed = async (FOLDER: string) => (await runStep(step, npm, { FOLDER }, folder)).calls;
    const from = (root: string) => [
      `npm ci --prefix ${root} --ignore-scripts --no-audit --no-fund`,
      `npm run --prefix ${root} --if-present prepare`,
    ];
    expect(await installed("own/inner")).toEqual(from("own/inner"));
    expect(await installed("other/inner")).toEqual(from("."));
    expect(await installed(".")).toEqual(from("."));
    rmSync(folder, { recursive: true });
  });

  test("is the same in every job", () => {
    const scripts = [...jobs].flatMap(([, { steps }]) => steps.filter(({ name }) => name === "Install"));
    expect(scripts.length).toBeGreaterThan(5);
    for (const script of scripts) expect(script).toEqual(step);
  });
});

describe("the list of stacks", () => {
  const isProduction = (stack: string) => stack === "production";

  test.each(["true", "false"])("has each stack that has a file, of production %s", async (production) => {
    const { exitCode, outputs } = await run("parity-preview.yml/stacks", "List the stacks", {
      FOLDER: ".",
      PRODUCTION: production,
    });
    expect({ exitCode, stacks: JSON.parse(outputs["stacks"] ?? "[]") }).toEqual({
      exitCode: 0,
      stacks: stacksWritten()
        .filter((stack) => isProduction(stack) === (production === "true"))
        .map((stack) => ({ stack })),
    });
  });

  test("has no template of review environments", async () => {
    const reports = [
      { stack: "review", tier: "review", template: true },
      { stack: "dev", tier: "development" },
    ];
    const step = named("parity-preview.yml/stacks", "List the stacks");
    const npx = { npx: `echo '${JSON.stringify(reports)}'` };
    const { outputs } = await runStep(step, npx, { FOLDER: ".", PRODUCTION: "false" });
    expect(outputs).toEqual({ stacks: '[{"stack":"dev"}]' });
  });

  test("is none, and the job fails, when the config has a mistake", async () => {
    const path = join(checkout, `Pulumi.${stacksWritten()[0]}.yaml`);
    const before = readFileSync(path, "utf8");
    writeFileSync(path, "config: { nonsense: true");
    const env = { FOLDER: ".", PRODUCTION: "false" };
    try {
      expect(await run("parity-preview.yml/stacks", "Check the config", env)).toMatchObject({ exitCode: 1 });
      expect(await run("parity-preview.yml/stacks", "List the stacks", env)).toMatchObject({ exitCode: 1 });
    } finally {
      writeFileSync(path, before);
    }
  });
});

describe("the order of an up", () => {
  const npx = (reports: object) => ({ npx: `echo '${JSON.stringify(reports)}'` });
  const step = named("parity-up.yml/order", "List the stack after the owners of what it shares");

  test("has the owners of what a stack shares before it", async () => {
    const reports = [{ stack: "staging", tier: "staging", needs: ["shared", "platform"], problems: [] }];
    const { outputs, calls } = await runStep(step, npx(reports), { FOLDER: ".", STACK: "staging" });
    expect(outputs).toEqual({ stacks: '["shared","platform","staging"]', production: "false" });
    expect(calls).toEqual(["npx --no --prefix . parity check --project . --stack staging --json"]);
  });

  test("is the stack alone when it shares nothing, and says that it is production's, whatever its name", async () => {
    const { outputs } = await runStep(step, npx([{ stack: "prod", tier: "production", needs: [], problems: [] }]), {
      FOLDER: ".",
      STACK: "prod",
    });
    expect(outputs).toEqual({ stacks: '["prod"]', production: "true" });
  });
});

describe("the message of a drift run that failed", () => {
  const step = named("parity-drift.yml/tell-failure", "Tell of the failure");
  const rendered = stepOf(
    jobOf(
      workflowAt(
        "deploy-staging.yml",
        acme({ staging: { deploy: { on: { push: { branches: ["main"] } }, onFailure: { webhook: "HOOK" } } } }),
      ),
      "tell-failure",
    ),
    "Tell of the failure",
  );

  test("is sent as a rendered workflow sends it, which is tried against a server", () => {
    const sending = (run = "") => run.slice(run.indexOf("body="));
    expect(sending(step.run)).toBe(sending(rendered.run));
    expect(sending(step.run)).not.toBe("");
  });

  test("goes nowhere without the secret", async () => {
    expect(await runStep(step, { curl: "exit 9" }, { WEBHOOK: "" })).toMatchObject({ exitCode: 0, calls: [] });
  });
});

describe("the commands", () => {
  const cases: readonly (readonly [string, string, { readonly [name: string]: string }, string])[] = [
    [
      "parity-preview.yml/preview",
      "Preview",
      { FOLDER: "systems/relay", STACK: "staging", COMMENT: "true" },
      "preview --project systems/relay --stack staging --comment --summary --save-plan plan.json",
    ],
    [
      "parity-up.yml/up",
      "Up",
      { FOLDER: ".", STACK: "staging", REVIEWED: "true", UNREVIEWED: "", ALLOW_DESTROY: "" },
      "up --project . --stack staging --reviewed --deployment --summary",
    ],
    [
      "parity-up.yml/up",
      "Up",
      { FOLDER: ".", STACK: "shared", REVIEWED: "", UNREVIEWED: "true", ALLOW_DESTROY: "true" },
      "up --project . --stack shared --yes --allow-destroy --deployment --summary",
    ],
    [
      "parity-preview.yml/preview",
      "Preview",
      { FOLDER: ".", STACK: "production", COMMENT: "" },
      "preview --project . --stack production --summary --save-plan plan.json",
    ],
    [
      "parity-up.yml/plan-production",
      "Preview",
      { FOLDER: ".", STACK: "production", ALLOW_DESTROY: "" },
      "preview --project . --stack production --summary --save-plan plan.json --markdown",
    ],
    [
      "parity-up.yml/up-production",
      "Up",
      { FOLDER: ".", STACK: "production", ALLOW_DESTROY: "true" },
      "up --project . --stack production --plan plan.json --allow-destroy --deployment --summary",
    ],
    [
      "parity-drift.yml/drift",
      "Drift",
      { FOLDER: ".", PRODUCTION: "without", ISSUE: "true" },
      "drift --project . --production without --issue --summary",
    ],
    [
      "parity-drift.yml/drift",
      "Drift",
      { FOLDER: ".", PRODUCTION: "only", ISSUE: "" },
      "drift --project . --production only --summary",
    ],
  ];

  test.each(cases)("of %s, step %s with %o, is one of ours", async (job, name, env, command) => {
    const { calls } = await runStep(named(job, name), { npx: "true" }, env);
    expect(calls).toEqual([`npx --no --prefix ${env["FOLDER"]} parity ${command}`]);
  });

  test.each(cases)("of %s, step %s with %o, hands its exit code on", async (job, name, env) => {
    expect((await runStep(named(job, name), { npx: "exit 3" }, env)).exitCode).toBe(3);
  });
});

function stacksWritten(): string[] {
  return readdirSync(checkout)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

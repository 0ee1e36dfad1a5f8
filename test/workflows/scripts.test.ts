import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { acme, jobOf, stepOf, workflowAt } from "../documents/workflows/read-workflow.ts";
import { runStep, type StepRun } from "../documents/workflows/run-step.ts";
import { jobNamed, productSteps, repository, type Step, stepNamed, workflowFiles } from "./read-workflows.ts";

/** Runs a job's script as the runner does, with the real `npm run` and the real command, in a checkout. */
function run(job: string, step: string, env: { readonly [name: string]: string } = {}): Promise<StepRun> {
  return runStep(named(job, step), {}, env, checkout);
}

function named(job: string, step: string): Step & { readonly name: string } {
  return { ...stepNamed(jobNamed(job), step), name: step };
}

const products = JSON.stringify([{ product: "live-listen", folder: "." }]);
const checkout = mkdtempSync(join(tmpdir(), "parity-checkout-"));

/** A system as a repository of its own has it: the config at the root, beside `npm run parity`. */
function layOut(system: string): void {
  for (const file of readdirSync(join(repository, "systems", system)).filter((name) => name.endsWith(".yaml"))) {
    writeFileSync(join(checkout, file), readFileSync(join(repository, "systems", system, file)));
  }
}

beforeAll(() => {
  const parity = `node ${join(repository, "bin/start.mjs")} cli`;
  writeFileSync(join(checkout, "package.json"), JSON.stringify({ scripts: { parity } }));
  layOut("live-listen");
});

afterAll(() => rmSync(checkout, { recursive: true, force: true }));

describe("the list of products", () => {
  const step = productSteps.find(({ id }) => id === "list");
  const list = async (only: string) => {
    const { outputs } = await runStep({ ...step, name: "list" }, {}, { ONLY: only }, repository);
    return JSON.parse(outputs["products"] ?? "[]") as { product: string; folder: string }[];
  };
  const files = execFileSync("git", ["ls-files", "Pulumi.yaml", "systems/*Pulumi.yaml"], {
    cwd: repository,
    encoding: "utf8",
  });
  const found = files
    .trim()
    .split("\n")
    .map((file) => ({
      product: (parse(readFileSync(join(repository, file), "utf8")) as { name: string }).name,
      folder: dirname(file),
    }));

  test("has each folder of the repository with a Pulumi.yaml, and a run by hand offers the same", async () => {
    const listed = await list("");
    expect(listed).toEqual(found);
    expect(listed.length).toBeGreaterThan(4);
    const up = workflowFiles.find(({ path }) => path.endsWith("/up.yml"));
    const { product } = Object(up?.workflow.on["workflow_dispatch"]).inputs;
    expect([...product.options].sort()).toEqual(found.map(({ product }) => product).sort());
  });

  test("is the one that is asked for", async () => {
    expect(await list("relay")).toEqual([{ product: "relay", folder: "systems/relay" }]);
  });
});

describe("the list of stacks", () => {
  test("has each stack that has a file", async () => {
    const { exitCode, outputs } = await run("preview.yml/stacks", "List the stacks", { PRODUCTS: products });
    expect({ exitCode, stacks: JSON.parse(outputs["stacks"] ?? "[]") }).toEqual({
      exitCode: 0,
      stacks: stacksWritten().map((stack) => ({ product: "live-listen", folder: ".", stack })),
    });
  });

  test("is none, and the job fails, when the config has a mistake", async () => {
    const path = join(checkout, `Pulumi.${stacksWritten()[0]}.yaml`);
    const before = readFileSync(path, "utf8");
    writeFileSync(path, "config: { nonsense: true");
    try {
      expect(await run("preview.yml/stacks", "Check the config", { PRODUCTS: products })).toMatchObject({
        exitCode: 1,
      });
      expect(await run("preview.yml/stacks", "List the stacks", { PRODUCTS: products })).toMatchObject({ exitCode: 1 });
    } finally {
      writeFileSync(path, before);
    }
  });
});

describe("the order of an up", () => {
  const npm = (reports: object) => ({ npm: `echo '${JSON.stringify(reports)}'` });
  const step = named("up-product.yml/order", "List the stack after the owners of what it shares");

  test("has the owners of what a stack shares before it", async () => {
    const reports = [{ stack: "staging", needs: ["shared", "platform"], problems: [] }];
    const { outputs, calls } = await runStep(step, npm(reports), { FOLDER: ".", STACK: "staging" });
    expect(outputs).toEqual({ stacks: '["shared","platform","staging"]' });
    expect(calls).toEqual(["npm run -s parity -- check --project . --stack staging --json"]);
  });

  test("is the stack alone when it shares nothing", async () => {
    const { outputs } = await runStep(step, npm([{ stack: "shared", needs: [], problems: [] }]), {
      FOLDER: ".",
      STACK: "shared",
    });
    expect(outputs).toEqual({ stacks: '["shared"]' });
  });
});

describe("the message of a drift run that failed", () => {
  const step = named("drift.yml/tell-failure", "Tell of the failure");
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
      "preview.yml/preview",
      "Preview",
      { FOLDER: "systems/relay", STACK: "staging" },
      "preview --project systems/relay --stack staging --comment --summary --save-plan plan.json",
    ],
    [
      "up-product.yml/up",
      "Up",
      { FOLDER: ".", STACK: "staging", REVIEWED: "true", UNREVIEWED: "", ALLOW_DESTROY: "" },
      "up --project . --stack staging --reviewed --deployment --summary",
    ],
    [
      "up-product.yml/up",
      "Up",
      { FOLDER: ".", STACK: "shared", REVIEWED: "", UNREVIEWED: "true", ALLOW_DESTROY: "true" },
      "up --project . --stack shared --yes --allow-destroy --deployment --summary",
    ],
    [
      "up-product.yml/plan-production",
      "Preview",
      { FOLDER: ".", ALLOW_DESTROY: "" },
      "preview --project . --stack production --summary --save-plan plan.json --markdown",
    ],
    [
      "up-product.yml/up-production",
      "Up",
      { FOLDER: ".", ALLOW_DESTROY: "true" },
      "up --project . --stack production --plan plan.json --allow-destroy --deployment --summary",
    ],
    ["drift.yml/drift", "Drift", { FOLDER: ".", ISSUE: "true" }, "drift --project . --all --issue --summary"],
    ["drift.yml/drift", "Drift", { FOLDER: ".", ISSUE: "" }, "drift --project . --all --summary"],
  ];

  test.each(cases)("of %s, step %s with %o, is one of ours", async (job, name, env, command) => {
    const { calls } = await runStep(named(job, name), { npm: "true" }, env);
    expect(calls).toEqual([`npm run -s parity -- ${command}`]);
  });

  test.each(cases)("of %s, step %s with %o, hands its exit code on", async (job, name, env) => {
    expect((await runStep(named(job, name), { npm: "exit 3" }, env)).exitCode).toBe(3);
  });
});

function stacksWritten(): string[] {
  return readdirSync(checkout)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

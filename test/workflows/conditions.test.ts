import { describe, expect, test } from "vitest";
import { jobNamed, jobs, type Workflow, workflowFiles } from "./read-workflows.ts";

interface Run {
  readonly github: object;
  readonly inputs?: { readonly [name: string]: unknown };
  /** Of a job of many rows. */
  readonly matrix?: { readonly [name: string]: unknown };
  /** Outputs of the jobs before it. */
  readonly needs?: object;
}

/**
 * An expression's value in a run. GitHub's operators are JavaScript's, as far as these workflows use them; a property of what is
 * absent is absent too.
 */
function evaluate(expression: string, { github, inputs = {}, matrix = {}, needs = {} }: Run): unknown {
  if (!expression.startsWith("${{")) return expression;
  const startsWith = (text: string | undefined, start: string) => (text ?? "").startsWith(start);
  const endsWith = (text: string | undefined, end: string) => (text ?? "").endsWith(end);
  const body = expression.replace(/^\$\{\{|\}\}$/g, "").replaceAll(".label.name", ".label?.name");
  const names = { github, inputs, matrix, needs, startsWith, endsWith, fromJSON: JSON.parse };
  return new Function(...Object.keys(names), `return ${body}`)(...Object.values(names));
}

function runs(job: string, run: Run): boolean {
  return Boolean(evaluate(jobNamed(job).if ?? "${{ true }}", run));
}

/** The runs of one of the workflows that do the work, which a run of one that calls it makes: for plyr alone. */
function called(file: string, run: Run): Run[] {
  return [...jobs].flatMap(([name, { uses, strategy, with: given = {} }]) => {
    if (!name.startsWith(`${file}/`) || uses === undefined || !runs(name, run)) return [];
    const rows = strategy?.matrix?.include;
    const matrix = Array.isArray(rows) ? rows.find(({ product }) => product === "plyr") : {};
    const inputs = Object.entries(given).map(([input, text]) => [input, evaluate(String(text), { ...run, matrix })]);
    return [{ ...run, inputs: Object.fromEntries(inputs) }];
  });
}

function one<T>(found: readonly T[]): T {
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) throw new Error(`There are ${found.length}.`);
  return only;
}

function onOf(file: string): Workflow["on"] {
  return workflowFiles.find(({ path }) => path.endsWith(`/${file}`))?.workflow.on ?? {};
}

function pull(event: { head?: string; action?: string; label?: string; actor?: string }): Run {
  const { head = "acme/infrastructure", action = "synchronize", label, actor = "ada" } = event;
  return {
    github: {
      repository: "acme/infrastructure",
      event_name: "pull_request",
      actor,
      event: {
        action,
        ...(label !== undefined && { label: { name: label } }),
        pull_request: { head: { repo: { full_name: head } } },
      },
    },
  };
}

describe("a pull request", () => {
  test("starts the workflow at each push and at each label", () => {
    expect(onOf("preview.yml")).toEqual({
      pull_request: { types: ["opened", "synchronize", "reopened", "labeled", "unlabeled"] },
      push: { branches: ["main"] },
    });
  });

  test.each([
    ["a push to a branch of this repository", pull({}), true],
    ["our label set", pull({ action: "labeled", label: "parity: may destroy in staging" }), true],
    ["our label removed", pull({ action: "unlabeled", label: "parity: may destroy in production" }), true],
    ["another label set", pull({ action: "labeled", label: "bug" }), false],
    ["another label removed", pull({ action: "unlabeled", label: "parity: done" }), false],
    ["a push to a fork", pull({ head: "mallory/infrastructure" }), false],
    [
      "our label set on a fork's",
      pull({ head: "mallory/infrastructure", action: "labeled", label: "parity: may destroy in staging" }),
      false,
    ],
    ["Dependabot's push", pull({ actor: "dependabot[bot]" }), false],
    ["Dependabot's, reopened by a person", pull({ action: "reopened", actor: "ada" }), true],
  ])("%s: previewed with secrets %s", (_, run, expected) => {
    expect(runs("parity-preview.yml/preview", { ...one(called("preview.yml", run)), needs })).toBe(expected);
  });

  test("never has production previewed, which a push to main has", () => {
    expect(one(called("preview.yml", pull({}))).inputs).toEqual({ product: "plyr", folder: "." });
    const pushed = one(called("preview.yml", push));
    expect(pushed.inputs).toEqual({ product: "plyr", folder: ".", production: "true" });
    expect(runs("parity-preview.yml/preview", { ...pushed, needs })).toBe(true);
  });

  test("without a stack to preview starts no job", () => {
    const none = { stacks: { outputs: { stacks: "[]" } } };
    expect(runs("parity-preview.yml/preview", { ...one(called("preview.yml", push)), needs: none })).toBe(false);
  });

  test("has its config checked whoever sent it, whatever the label", () => {
    expect(jobNamed("parity-preview.yml/stacks").if).toBeUndefined();
    expect(jobNamed("parity-preview.yml/preview").needs).toEqual(["stacks"]);
  });
});

const needs = { stacks: { outputs: { stacks: '[{"stack":"staging"}]' } } };
const push: Run = { github: { event_name: "push", event: {} } };
const release: Run = { github: { event_name: "release", event: {} } };
const byHand = (inputs: Run["inputs"]): Run => ({
  github: { event_name: "workflow_dispatch", event: {} },
  ...(inputs && { inputs }),
});

describe("up", () => {
  test("starts at a push to main, a release that is not a pre-release, and by hand", () => {
    const { push: pushed, release: released, workflow_dispatch: dispatched, ...others } = onOf("up.yml");
    expect(pushed).toEqual({ branches: ["main"] });
    expect(released).toEqual({ types: ["released"] });
    expect(Object.keys(Object(dispatched).inputs)).toEqual(["product", "stack", "unreviewed", "allow_destroy"]);
    expect(others).toEqual({});
  });

  test.each([
    ["a push to main", push, "staging"],
    ["a release", release, "production"],
    ["by hand for staging", byHand({ product: "plyr", stack: "staging" }), "staging"],
    ["by hand for production", byHand({ product: "plyr", stack: "production" }), "production"],
  ])("%s brings one stack of a product up: %s", (_, run, stack) => {
    expect(one(called("up.yml", run)).inputs).toMatchObject({ product: "plyr", folder: ".", stack });
  });

  test("by hand finds the folder of the product", () => {
    const run = byHand({ product: "relay", stack: "staging" });
    expect(one(called("up.yml", run)).inputs).toMatchObject({ product: "relay", folder: "systems/relay" });
  });

  test.each([
    ["true", { up: false, plan: true }],
    ["false", { up: true, plan: false }],
  ])("of a stack that is production's (%s) starts %o", (production, expected) => {
    const run = { ...one(called("up.yml", push)), needs: { order: { outputs: { production } } } };
    expect({ up: runs("parity-up.yml/up", run), plan: runs("parity-up.yml/plan-production", run) }).toEqual(expected);
  });

  test("production is never applied but after its plan, and staging after its owners are known", () => {
    expect(jobNamed("parity-up.yml/up-production").needs).toEqual(["plan-production"]);
    expect(jobNamed("parity-up.yml/up").needs).toEqual(["order"]);
  });

  test.each([
    ["a push to main", push, "staging", "true", ""],
    ["by hand", byHand({ stack: "shared", unreviewed: false, allow_destroy: false }), "shared", "true", ""],
    ["unreviewed", byHand({ stack: "staging", unreviewed: true, allow_destroy: false }), "staging", "", ""],
    ["destroying", byHand({ stack: "staging", unreviewed: false, allow_destroy: true }), "staging", "true", "true"],
  ])("%s brings up %s, reviewed: '%s', destroying: '%s'", (_, event, stack, reviewed, destroys) => {
    const run = one(called("up.yml", event));
    const { steps } = jobNamed("parity-up.yml/up");
    const env = steps.find(({ name }) => name === "Up")?.env ?? {};
    const order = jobNamed("parity-up.yml/order").steps.find(({ id }) => id === "list")?.env ?? {};
    expect(evaluate(order["STACK"] ?? "", run)).toBe(stack);
    expect(String(evaluate(env["REVIEWED"] ?? "", run))).toBe(reviewed);
    expect(evaluate(env["UNREVIEWED"] ?? "", run)).toBe(reviewed === "true" ? "" : true);
    expect(String(evaluate(env["ALLOW_DESTROY"] ?? "", run))).toBe(destroys);
  });
});

test("drift is looked for every day, off the full hour, and by hand", () => {
  expect(onOf("drift.yml")).toEqual({ schedule: [{ cron: "23 5 * * *" }], workflow_dispatch: {} });
});

test.each([
  ["refs/heads/main", true],
  ["refs/heads/other", false],
])("drift of %s keeps issues: %s, of production in one call and of the rest in another", (ref, issue) => {
  const runs = called("drift.yml", { github: { ref } });
  expect(runs.map(({ inputs }) => inputs)).toEqual([
    { product: "plyr", folder: ".", issue },
    { product: "plyr", folder: ".", production: "true", issue },
  ]);
});

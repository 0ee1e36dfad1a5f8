import { describe, expect, test } from "vitest";
import { jobNamed, type Workflow, workflowFiles } from "./read-workflows.ts";

interface Run {
  readonly github: object;
  readonly inputs?: { readonly [name: string]: unknown };
}

/**
 * An expression's value in a run. GitHub's operators are JavaScript's, as far as these workflows use them; a property of what is
 * absent is absent too.
 */
function evaluate(expression: string, { github, inputs = {} }: Run): unknown {
  const startsWith = (text: string | undefined, start: string) => (text ?? "").startsWith(start);
  const endsWith = (text: string | undefined, end: string) => (text ?? "").endsWith(end);
  const body = expression.replace(/^\$\{\{|\}\}$/g, "").replaceAll(".label.name", ".label?.name");
  return new Function("github", "inputs", "startsWith", "endsWith", `return ${body}`)(
    github,
    inputs,
    startsWith,
    endsWith,
  );
}

function runs(job: string, run: Run): boolean {
  return Boolean(evaluate(jobNamed(job).if ?? "true", run));
}

/** The run of up-product.yml that a run of up.yml makes for each product. */
function called(run: Run): Run {
  const given = Object.entries(jobNamed("up.yml/up").with ?? {}).filter(
    ([, text]) => !String(text).includes("matrix."),
  );
  return { ...run, inputs: Object.fromEntries(given.map(([name, text]) => [name, evaluate(String(text), run)])) };
}

function onOf(file: string): Workflow["on"] {
  return workflowFiles.find(({ path }) => path.endsWith(`/${file}`))?.workflow.on ?? {};
}

function pull(event: { head?: string; action?: string; label?: string; actor?: string }): Run {
  const { head = "acme/infrastructure", action = "synchronize", label, actor = "ada" } = event;
  return {
    github: {
      repository: "acme/infrastructure",
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
    expect(runs("preview.yml/preview", run)).toBe(expected);
  });

  test("has its config checked whoever sent it, whatever the label", () => {
    expect(jobNamed("preview.yml/stacks").if).toBeUndefined();
    expect(jobNamed("preview.yml/preview").needs).toBe("stacks");
  });
});

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
    ["a push to main", push, { staging: true, production: false }],
    ["a release", release, { staging: false, production: true }],
    ["by hand for staging", byHand({ stack: "staging" }), { staging: true, production: false }],
    ["by hand for production", byHand({ stack: "production" }), { staging: false, production: true }],
  ])("%s starts %o", (_, run, expected) => {
    expect({
      staging: runs("up-product.yml/order", called(run)),
      production: runs("up-product.yml/plan-production", called(run)),
    }).toEqual(expected);
  });

  test("production is never applied but after its plan, and staging after its owners are known", () => {
    expect(jobNamed("up-product.yml/up-production").needs).toBe("plan-production");
    expect(jobNamed("up-product.yml/up").needs).toBe("order");
  });

  test.each([
    ["a push to main", push, "staging", "true", ""],
    ["by hand", byHand({ stack: "shared", unreviewed: false, allow_destroy: false }), "shared", "true", ""],
    ["unreviewed", byHand({ stack: "staging", unreviewed: true, allow_destroy: false }), "staging", "", ""],
    ["destroying", byHand({ stack: "staging", unreviewed: false, allow_destroy: true }), "staging", "true", "true"],
  ])("%s brings up %s, reviewed: '%s', destroying: '%s'", (_, event, stack, reviewed, destroys) => {
    const run = called(event);
    const { steps } = jobNamed("up-product.yml/up");
    const env = steps.find(({ name }) => name === "Up")?.env ?? {};
    const order = jobNamed("up-product.yml/order").steps.find(({ id }) => id === "list")?.env ?? {};
    expect(evaluate(order["STACK"] ?? "", run)).toBe(stack);
    expect(String(evaluate(env["REVIEWED"] ?? "", run))).toBe(reviewed);
    expect(evaluate(env["UNREVIEWED"] ?? "", run)).toBe(reviewed === "true" ? "" : true);
    expect(String(evaluate(env["ALLOW_DESTROY"] ?? "", run))).toBe(destroys);
  });
});

test("drift is looked for every day, off the full hour, and by hand", () => {
  expect(onOf("drift.yml")).toEqual({ schedule: [{ cron: "23 5 * * *" }], workflow_dispatch: null });
});

import { type Call, expression, type Permissions, type Strategy, type Workflow } from "../workflows/workflow.ts";
import { type CiProduct, stacksOf } from "./product.ts";

/** Where the three workflows are that do the work, and how they are called. */
export interface CallOptions {
  /** What stands after `uses:`, of one of them, such as `./.github/workflows/parity-up.yml`. */
  readonly reference: (workflow: "preview" | "up" | "drift") => string;
  /** The branch that is brought up to staging. */
  readonly branch: string;
}

/** One run for each product: what happens to one is nothing to another. */
function forEach(rows: readonly object[]): Strategy {
  return { "fail-fast": false, matrix: { include: rows } };
}

const product = expression("matrix.product");
const place = { product, folder: expression("matrix.folder") } as const;
const previewing: Permissions = { contents: "read", "id-token": "write", "pull-requests": "write" };
const comparing: Permissions = { contents: "read", "id-token": "write", issues: "write" };
const changing: Permissions = {
  actions: "read",
  contents: "read",
  deployments: "write",
  "id-token": "write",
  "pull-requests": "read",
};

const rowOf = ({ name, folder }: CiProduct) => ({ product: name, folder });
const hasProduction = (one: CiProduct) => stacksOf(one, "production").length > 0;

/** Only where there is a product for it. */
function callFor(rows: readonly object[], id: string, call: Omit<Call, "strategy">): { readonly [id: string]: Call } {
  return rows.length === 0 ? {} : { [id]: { ...call, strategy: forEach(rows) } };
}

export function previewCall(products: readonly CiProduct[], { reference, branch }: CallOptions): Workflow {
  const call = { permissions: previewing, uses: reference("preview"), secrets: "inherit" } as const;
  return {
    name: "Preview",
    about: [
      "What a pull request would do to each stack but production's, and what the default branch would do to production.",
    ],
    on: {
      pull_request: { types: ["opened", "synchronize", "reopened", "labeled", "unlabeled"] },
      push: { branches: [branch] },
    },
    jobs: {
      ...callFor(products.map(rowOf), "preview", {
        ...call,
        name: product,
        if: expression("github.event_name == 'pull_request'"),
        with: place,
      }),
      ...callFor(products.filter(hasProduction).map(rowOf), "production", {
        ...call,
        name: `${product} production`,
        if: expression("github.event_name == 'push'"),
        with: { ...place, production: true },
      }),
    },
  };
}

export function upCall(products: readonly CiProduct[], { reference, branch }: CallOptions): Workflow {
  const rows = (tier: "staging" | "production") =>
    products.flatMap((one) => stacksOf(one, tier).map((stack) => ({ ...rowOf(one), stack })));
  const call = { permissions: changing, uses: reference("up"), secrets: "inherit" } as const;
  const stack = { ...place, stack: expression("matrix.stack") };
  // In a text of an expression a quote is written twice (docs.github.com, Evaluate expressions, "Literals").
  const folders = JSON.stringify(Object.fromEntries(products.map(({ name, folder }) => [name, folder]))).replaceAll(
    "'",
    "''",
  );
  return {
    name: "Up",
    about: [
      "Brings each product's stacks up: the default branch to staging, a release to production after its approval.",
    ],
    on: {
      push: { branches: [branch] },
      // Published, from a draft too, or made one of a pre-release (docs.github.com/actions, "Events that trigger workflows").
      release: { types: ["released"] },
      workflow_dispatch: { inputs: inputsOf(products) },
    },
    jobs: {
      ...callFor(rows("staging"), "staging", {
        ...call,
        name: product,
        if: expression("github.event_name == 'push'"),
        with: stack,
      }),
      ...callFor(rows("production"), "production", {
        ...call,
        name: product,
        if: expression("github.event_name == 'release'"),
        with: stack,
      }),
      "by-hand": {
        ...call,
        name: expression("inputs.product"),
        if: expression("github.event_name == 'workflow_dispatch'"),
        with: {
          product: expression("inputs.product"),
          folder: expression(`fromJSON('${folders}')[inputs.product]`),
          stack: expression("inputs.stack"),
          unreviewed: expression("inputs.unreviewed"),
          allow_destroy: expression("inputs.allow_destroy"),
        },
      },
    },
  };
}

function inputsOf(products: readonly CiProduct[]): object {
  const tiers = ["staging", "shared", "production"] as const;
  const stacks = tiers.flatMap((tier) => products.flatMap((one) => stacksOf(one, tier)));
  return {
    product: { description: "The product", type: "choice", options: products.map(({ name }) => name) },
    stack: {
      description: "The stack; the stacks that own what it shares come first",
      type: "choice",
      options: [...new Set(stacks)],
    },
    unreviewed: {
      description: "Apply what this commit says, whatever was reviewed (production's plan is always reviewed here)",
      type: "boolean",
      default: false,
    },
    allow_destroy: {
      description: "What holds data may be deleted or replaced",
      type: "boolean",
      default: false,
    },
  };
}

export function driftCall(products: readonly CiProduct[], { reference, branch }: CallOptions): Workflow {
  // Run by hand on another branch it compares that branch's config, which is nobody's issue.
  const issue = expression(`github.ref == 'refs/heads/${branch}'`);
  const call = { permissions: comparing, uses: reference("drift"), secrets: "inherit" } as const;
  return {
    name: "Drift",
    about: [
      "Whether clouds, state and config of each product still agree: an issue for each stack, red until they do.",
    ],
    on: {
      // Off the full hour, when GitHub delays or drops what everybody has scheduled.
      schedule: [{ cron: "23 5 * * *" }],
      workflow_dispatch: {},
    },
    concurrency: { group: "drift", "cancel-in-progress": false },
    jobs: {
      ...callFor(products.map(rowOf), "drift", { ...call, name: product, with: { ...place, issue } }),
      ...callFor(products.filter(hasProduction).map(rowOf), "production", {
        ...call,
        name: `${product} production`,
        with: { ...place, production: true, issue },
      }),
    },
  };
}

import type { DeploymentPolicy } from "../../clouds/github/deployment-policies.ts";
import type { RulesetFields } from "../../clouds/github/rulesets.ts";
import { stacksOf } from "../../documents/ci/product.ts";
import { reviewEnvironment } from "../../documents/workflows/review.ts";
import { vendorSecrets } from "../../documents/workflows/review-parity-steps.ts";
import { destroyLabel } from "../preview/report.ts";
import type { FoundProduct } from "./products.ts";
import { branchRules, releaseRules } from "./rules.ts";
import { variableOf } from "./variable.ts";

export type Refs = Omit<DeploymentPolicy, "id">;

/** Something that a repository needs at GitHub. `repository`: `owner/name`. */
export type Setting = EnvironmentSetting | SecretSetting | LabelSetting | RulesetSetting;

export interface EnvironmentSetting {
  readonly kind: "environment";
  readonly repository: string;
  readonly name: string;
  /** Whose runs may deploy. Empty: every ref's. */
  readonly refs: readonly Refs[];
  /** Whether somebody must approve each run. */
  readonly approved: boolean;
}

export interface SecretSetting {
  readonly kind: "secret";
  readonly repository: string;
  readonly environment: string;
  readonly name: string;
  /** Environment variable that its value is taken from. */
  readonly variable: string;
  /** Nobody is told when it has no value: only some need it, or another secret stands for it. */
  readonly optional: boolean;
}

export interface LabelSetting {
  readonly kind: "label";
  readonly repository: string;
  readonly name: string;
  readonly description: string;
}

export interface RulesetSetting {
  readonly kind: "ruleset";
  readonly repository: string;
  readonly fields: RulesetFields;
}

export interface SettingsOptions {
  /** The infrastructure repository, `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  /** How many have to approve a pull request. */
  readonly approvals: number;
  /** Default branch of each application's repository, by `owner/name`. */
  readonly branches: ReadonlyMap<string, string>;
}

const state = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"] as const;
const OTHER = "PARITY_OTHER_PASSPHRASE";
const stateOptions = ["PULUMI_ACCESS_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

/** Everything that the workflows of the products need at GitHub, in the order in which it is made. */
export function desiredSettings(products: readonly FoundProduct[], options: SettingsOptions): Setting[] {
  const { repository, branch, approvals } = options;
  return [
    ...products.flatMap((product) => environmentsOf(product, options)),
    ...products.flatMap(({ name, stacks }) =>
      stacks.map(
        ({ stack }): LabelSetting => ({
          ...{ kind: "label", repository, name: destroyLabel({ project: name, stack }) },
          description: "What holds data may be deleted or replaced",
        }),
      ),
    ),
    ...products.flatMap((product) => reviewSettings(product, options)),
    { kind: "ruleset", repository, fields: releaseRules },
    { kind: "ruleset", repository, fields: branchRules(branch, approvals, products.flatMap(checksOf)) },
  ];
}

/** Names of the checks that a pull request must pass: of a called job GitHub joins both names. */
export function checksOf({ name, stacks }: FoundProduct): string[] {
  const previewed = stacks.filter(({ tier }) => tier !== "production");
  return [`${name} / stacks`, ...previewed.map(({ stack }) => `${name} / preview (${stack})`)];
}

function environmentsOf(product: FoundProduct, { repository, branch }: SettingsOptions): Setting[] {
  const { name } = product;
  const main: Refs = { type: "branch", pattern: branch };
  const releases: Refs = { type: "tag", pattern: "v*" };
  const hasProduction = stacksOf(product, "production").length > 0;
  const rows = [
    // A pull request runs as refs/pull/N/merge, which no pattern of branches names.
    { name: `${name}-preview`, refs: [], approved: false, production: false },
    { name: `${name}-preview-production`, refs: [main, releases], approved: false, production: true },
    { name: `${name}-staging`, refs: [main], approved: false, production: false },
    { name: `${name}-production`, refs: [main, releases], approved: true, production: true },
  ];
  return rows
    .filter(({ production }) => hasProduction || !production)
    .flatMap(({ production, ...row }) => [
      { kind: "environment" as const, repository, ...row },
      ...secretsFor(row.name, repository, [
        ...vendorsOf(product, production),
        ...(production && readsOthers(product) ? [OTHER] : []),
      ]),
    ]);
}

/** Whether production reads what another stack owns, which another passphrase opens. */
function readsOthers({ blueprints }: FoundProduct): boolean {
  return blueprints.some(({ tier, needs }) => tier === "production" && needs.some(({ stack }) => stack !== undefined));
}

/** Secrets of the vendors at which stacks of production, or all others, have something. */
function vendorsOf({ blueprints }: FoundProduct, production: boolean): string[] {
  const own = blueprints.filter(({ tier }) => (tier === "production") === production);
  const github = own.some(({ pipeline }) => pipeline !== undefined) ? ["PRODUCT_GITHUB_TOKEN"] : [];
  return [...new Set([...own.flatMap(vendorSecrets), ...github])];
}

function secretsFor(environment: string, repository: string, names: readonly string[]): SecretSetting[] {
  const secret = (optional: boolean) => (name: string) => ({
    ...{ kind: "secret" as const, repository, environment, name },
    ...{ variable: variableOf(environment, name), optional },
  });
  return [...[...names, ...state].map(secret(false)), ...stateOptions.map(secret(true))];
}

/** What the application's repository needs for environments of pull requests. */
function reviewSettings({ template }: FoundProduct, { branches }: SettingsOptions): Setting[] {
  if (!template?.template || !template.repository || template.template.from === undefined) return [];
  const repository = applicationOf(template.repository);
  const name = reviewEnvironment(template);
  const branch = branches.get(repository) ?? "main";
  const label = template.template.keep;
  return [
    { kind: "environment", repository, name, refs: [{ type: "branch", pattern: branch }], approved: false },
    ...secretsFor(name, repository, vendorSecrets(template)),
    { kind: "label", repository, name: label, description: "Keeps the environment of a pull request from a sweep" },
  ];
}

/** The repository of an application as `owner/name`. */
export function applicationOf({ owner, name }: { readonly owner: string; readonly name: string }): string {
  return `${owner}/${name}`;
}

import type { Blueprint, ReviewTemplate } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { pinnedActions, referenceTo } from "./pinned-actions.ts";
import { checkoutStep } from "./steps.ts";
import { expression, type Step } from "./workflow.ts";

/** The token that reads the repository of `template.from`, where that is private. */
export const INFRASTRUCTURE_TOKEN = "INFRASTRUCTURE_TOKEN";

/** Secrets that open the state. */
export const stateSecrets = ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"] as const;

const number = expression("github.event.pull_request.number");
/** The pull request that a run is about, for the scripts of its steps. */
export const pull = { PULL: number } as const;
export const branch = { BRANCH: expression("github.event.pull_request.head.ref") } as const;

/** Tokens of the vendors at which an environment has something, by the variables that the program reads. */
export function vendorSecrets({ apps, buckets, databases, sites }: Blueprint): string[] {
  const at = (provider: string) => databases.some((one) => one.provider === provider && isOwn(one));
  const cloudflare =
    buckets.length > 0 || sites.some(isOwn) || apps.some((app) => isOwn(app) && app.domains.length > 0);
  return [
    ...(apps.some(isOwn) || at("fly") ? ["FLY_API_TOKEN"] : []),
    ...(at("neon") ? ["NEON_API_KEY"] : []),
    ...(cloudflare ? ["CLOUDFLARE_API_TOKEN"] : []),
  ];
}

/**
 * Checks out the repository that holds the project, on its own branch and never the pull request's, and installs the commands that its lock file names. No
 * cache: what is in it may come from a run that did execute a pull request's code.
 */
export function setupSteps({ from }: ReviewTemplate): Step[] {
  const { repository, branch: ref } = from ?? { repository: "", branch: "" };
  const checkout = checkoutStep(ref);
  const token = expression(`secrets.${INFRASTRUCTURE_TOKEN} || github.token`);
  return [
    { ...checkout, name: "Check out the infrastructure", with: { repository, ...checkout.with, token } },
    {
      name: "Set up Node.js",
      uses: referenceTo(pinnedActions.setupNode),
      with: { "node-version": "24", "package-manager-cache": false },
    },
    {
      name: "Install",
      env: { FOLDER: folderOf(from) },
      run: 'npm ci --prefix "$FOLDER" --ignore-scripts --no-audit --no-fund\n',
    },
    {
      name: "Set up Pulumi",
      uses: referenceTo(pinnedActions.setupPulumi),
      with: { "pulumi-version": "3.276.0" },
    },
  ];
}

/** A step that runs `parity review …`. Its words are our own: what comes from outside is read from `env`. */
export function reviewStep(
  name: string,
  words: string,
  { from }: ReviewTemplate,
  env: { readonly [name: string]: string },
): Step {
  return {
    name,
    env: { ...env, FOLDER: folderOf(from) },
    // Never a package of that name from the registry: what the project's lock file names is installed.
    run: `npx --no --prefix "$FOLDER" parity review ${words} --project "$FOLDER"\n`,
  };
}

/** Folder of the project, which has the package as its dependency. */
function folderOf(from: ReviewTemplate["from"]): string {
  return from?.folder ?? ".";
}

/** Environment of a step that changes something: every token, and that of the comment. */
export function changingEnv(blueprint: Blueprint): { readonly [name: string]: string } {
  const secrets = [...vendorSecrets(blueprint), ...stateSecrets];
  return {
    ...Object.fromEntries(secrets.map((secret) => [secret, expression(`secrets.${secret}`)])),
    GH_TOKEN: expression("github.token"),
  };
}

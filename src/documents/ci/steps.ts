import { pinnedActions, referenceTo } from "../workflows/pinned-actions.ts";
import { checkoutStep } from "../workflows/steps.ts";
import { expression, type Step, stepIf } from "../workflows/workflow.ts";

/** Secrets of the GitHub environments that a run of the engine takes, each under its own name but the token for the resources. */
export const runSecrets = {
  /** The commands take GH_TOKEN, the workflow's own, first for what they say at GitHub. */
  GITHUB_TOKEN: expression("secrets.PRODUCT_GITHUB_TOKEN"),
  FLY_API_TOKEN: expression("secrets.FLY_API_TOKEN"),
  NEON_API_KEY: expression("secrets.NEON_API_KEY"),
  CLOUDFLARE_API_TOKEN: expression("secrets.CLOUDFLARE_API_TOKEN"),
  PULUMI_ACCESS_TOKEN: expression("secrets.PULUMI_ACCESS_TOKEN || env.PULUMI_ACCESS_TOKEN"),
  PULUMI_BACKEND_URL: expression("secrets.PULUMI_BACKEND_URL"),
  PULUMI_CONFIG_PASSPHRASE: expression("secrets.PULUMI_CONFIG_PASSPHRASE"),
  PARITY_OTHER_PASSPHRASE: expression("secrets.PARITY_OTHER_PASSPHRASE"),
  AWS_ACCESS_KEY_ID: expression("secrets.AWS_ACCESS_KEY_ID"),
  AWS_SECRET_ACCESS_KEY: expression("secrets.AWS_SECRET_ACCESS_KEY"),
} as const;

export const ownToken = { GH_TOKEN: expression("github.token") } as const;

/** What every workflow that does the work is told: the product's name, and its folder in the repository. */
export const productInputs = {
  product: { type: "string", required: true },
  folder: { type: "string", required: true },
} as const;

/** Where every stack is looked at but production's; with the input `production`, where production's are. */
export const previewEnvironment = {
  name: `${expression("inputs.product")}-preview${expression("inputs.production && '-production' || ''")}`,
  deployment: false,
} as const;

export const FOLDER = { FOLDER: expression("inputs.folder") } as const;

/**
 * No package's install script runs beside an environment's secrets: of the scripts only the project's own `prepare` is run, where it
 * has one. The lock file is the folder's, or the nearest above it.
 */
const install = `root="$FOLDER"
until [ -f "$root/package-lock.json" ] || [ "$root" = . ]; do root="$(dirname "$root")"; done
npm ci --prefix "$root" --ignore-scripts --no-audit --no-fund
npm run --prefix "$root" --if-present prepare
`;

/** The repository at the commit of the run, and what a product's lock file names. */
export const checkSteps: readonly Step[] = [
  checkoutStep(),
  {
    name: "Set up Node.js",
    uses: referenceTo(pinnedActions.setupNode),
    // Packages of an earlier run: npm checks each against the digest in package-lock.json.
    with: { "node-version": "24", cache: "npm", "cache-dependency-path": "**/package-lock.json" },
  },
  { name: "Install", env: FOLDER, run: install },
];

/** The same with the engine, logged in to Pulumi Cloud by OpenID Connect where the repository has the variable. */
export const engineSteps: readonly Step[] = [
  ...checkSteps,
  // Without a command it installs the engine and stops (github.com/pulumi/actions, "Installation Only").
  { name: "Set up Pulumi", uses: referenceTo(pinnedActions.setupPulumi), with: { "pulumi-version": "3.276.0" } },
  // Hands PULUMI_ACCESS_TOKEN, masked, to the steps after it (github.com/pulumi/auth-actions).
  stepIf("vars.PULUMI_ORGANIZATION != ''", {
    name: "Log in to Pulumi Cloud",
    uses: referenceTo(pinnedActions.pulumiLogin),
    with: {
      organization: expression("vars.PULUMI_ORGANIZATION"),
      "requested-token-type": "urn:pulumi:token-type:access_token:organization",
    },
  }),
  stepIf("vars.PULUMI_ORGANIZATION != ''", {
    name: "Choose the organization",
    env: { ORGANIZATION: expression("vars.PULUMI_ORGANIZATION") },
    run: 'pulumi org set-default "$ORGANIZATION"\n',
  }),
];

/**
 * A script that runs one of our commands on the product. What comes from outside is read from `env`. Never a package of that name from
 * the registry: `--no` installs nothing.
 */
export function parityLine(command: string, words: string): string {
  return `npx --no --prefix "$FOLDER" parity ${command} --project "$FOLDER" ${words}`.trim();
}

import { digest } from "../../../sandbox/clouds/core/digest.ts";
import { tokens } from "../../stage/clouds.ts";
import { accounts } from "../../stage/product.ts";
import { reviewSystem } from "../../stage/review-product.ts";
import { listing, placeNode, pluginOf, type SetUp } from "./set-up.ts";

const staging = { name: "staging", resourceCount: 30 };
const production = { name: "production", resourceCount: 0 };
const ended = { pid: 1, username: "ann", hostname: "ci-7", timestamp: "2026-11-20T11:00:06Z" };

/** A set-up with one thing that is broken, and the one finding that says so: what was looked at, the code, words of the problem. */
export const broken: [name: string, (it: SetUp) => unknown, what: string, code: string, words: string][] = [
  ["an old node on the PATH", () => placeNode("v18.20.8"), "node", "node-too-old", "The node on the PATH is v18.20.8."],
  [
    "an engine that is too old",
    ({ script }) => put(script, "version", { prints: "v3.100.0\n" }),
    "engine",
    "pulumi-too-old",
    "This is Pulumi v3.100.0",
  ],
  [
    "no login",
    ({ script }) => {
      const refused = {
        says: "error: this command requires logging in; try running `pulumi login` first\n",
        code: 255,
      };
      script["whoami"] = refused;
      script["stack"] = refused;
    },
    "backend",
    "not-logged-in",
    "Nobody is logged in to a backend",
  ],
  [
    "a backend that is not there",
    ({ script }) => {
      const says = 'error: unable to open state directory "file://ann:hunter2@/none": no such file or directory\n';
      script["stack"] = { says, code: 255 };
    },
    "backend",
    "backend-unreachable",
    'cannot be read: unable to open state directory "file:///none"',
  ],
  [
    "another passphrase",
    (it) => {
      it.encrypt("staging");
      it.env["PULUMI_CONFIG_PASSPHRASE"] = "another";
    },
    "passphrase of staging",
    "wrong-passphrase",
    "does not open what staging has encrypted",
  ],
  [
    "one passphrase for production and another stack",
    (it) => {
      for (const stack of ["staging", "production"]) it.encrypt(stack);
    },
    "two passphrases",
    "one-passphrase",
    "One passphrase opens the secrets of production and of staging.",
  ],
  [
    "no passphrase",
    (it) => {
      it.script["stack"] = listing(staging);
      it.encrypt("staging");
      it.files["Pulumi.production.yaml"] = `secretsprovider: awskms://key\n${it.files["Pulumi.production.yaml"]}`;
      delete it.env["PULUMI_CONFIG_PASSPHRASE"];
    },
    "passphrase of staging",
    "no-passphrase",
    "No passphrase is set.",
  ],
  [
    "a passphrase in a file that is not there",
    (it) => {
      it.encrypt("staging");
      delete it.env["PULUMI_CONFIG_PASSPHRASE"];
      it.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = "/none/passphrase";
    },
    "passphrase of staging",
    "no-passphrase",
    "PULUMI_CONFIG_PASSPHRASE_FILE names cannot be read",
  ],
  [
    "a lock in the backend's folder",
    (it) => it.lock("staging", ended),
    "lock of staging",
    "stack-locked",
    "Stack staging is locked by process 1 of ann on ci-7 since 2026-11-20T11:00:06Z.",
  ],
  [
    "an update at Pulumi Cloud",
    ({ script }) => {
      script["whoami"] = { prints: JSON.stringify({ user: "ann", url: "https://app.pulumi.com/ann" }) };
      script["stack"] = listing({ ...staging, updateInProgress: true }, { ...production, updateInProgress: false });
    },
    "lock of staging",
    "stack-locked",
    "Somebody is updating staging right now.",
  ],
  [
    "a plugin that is not where Pulumi.yaml says",
    ({ files }) =>
      put(files, "Pulumi.yaml", String(files["Pulumi.yaml"]).replaceAll("@env-parity/parity/bin", "parity")),
    "parity plugin",
    "plugin-not-found",
    "/node_modules/parity, where Pulumi.yaml says that it is",
  ],
  [
    "an official plugin of another version",
    ({ script }) =>
      put(script, "plugin", { prints: JSON.stringify(["cloudflare@6.22.1", "github@6.1.0"].map(pluginOf)) }),
    "github plugin",
    "plugin-not-installed",
    "is not installed, only 6.1.0",
  ],
  [
    "a secret without a value",
    ({ files }) => put(files, "Pulumi.staging.yaml", String(files["Pulumi.staging.yaml"]).replace("PARTNER", "OTHER")),
    "config of staging",
    "missing-secret",
    '"PARTNER" has no value.',
  ],
  [
    "no Neon key",
    ({ env }) => delete env["NEON_API_KEY"],
    "NEON_API_KEY",
    "missing-credential",
    "NEON_API_KEY is not set",
  ],
  [
    "a Fly token that was revoked",
    ({ env }) => put(env, "FLY_API_TOKEN", "fo1_another"),
    "FLY_API_TOKEN",
    "cloud-call",
    "Fly refused to read what the token is good for: 401",
  ],
  [
    "a Fly token of another organization",
    ({ clouds, env }) => {
      const scope = { kind: "organization", organization: "globex" } as const;
      clouds.fly.state.accessTokens.push({ id: "t", digest: digest("fo1_globex"), name: "", scope });
      env["FLY_API_TOKEN"] = "fo1_globex";
    },
    "FLY_API_TOKEN",
    "credential-lacks",
    "does not reach the organization acme",
  ],
  [
    "a Neon key that was revoked",
    ({ env }) => put(env, "NEON_API_KEY", "napi_another"),
    "NEON_API_KEY",
    "cloud-call",
    "Neon refused to read whose the API key is: 401",
  ],
  [
    "a Cloudflare token without a permission",
    async (it) => put(it.env, "CLOUDFLARE_API_TOKEN", await mint(it, ["Pages Write", "Account API Tokens Write"])),
    "CLOUDFLARE_API_TOKEN",
    "credential-lacks",
    "lacks the permission Workers R2 Storage Write",
  ],
  [
    "a Cloudflare token that ends soon",
    async (it) =>
      put(it.env, "CLOUDFLARE_API_TOKEN", await mint(it, undefined, { expires_on: "2026-11-30T00:00:00Z" })),

    "CLOUDFLARE_API_TOKEN",
    "credential-ends",
    "The Cloudflare API token expires on 2026-11-30, in 8 days.",
  ],
  [
    "a GitHub token that does not see the repository",
    ({ clouds }) => put(clouds.github.state, "repositories", []),
    "GITHUB_TOKEN",
    "credential-lacks",
    "does not see the repository acme/acme",
  ],
  [
    "a GitHub token that ends soon",
    ({ clouds }) => put(clouds.github.state, "tokenEndsAt", "2026-12-01T09:30:00Z"),
    "GITHUB_TOKEN",
    "credential-ends",
    "The GitHub token expires on 2026-12-01, in 9 days.",
  ],
  [
    "a name that another organization has",
    (it) => makeApp(it, "globex"),
    "app names of production",
    "name-taken",
    'The app name "acme-api" is taken.',
  ],
  [
    "a name that somebody has of whom the token knows nothing",
    async (it) => {
      await makeApp(it, "globex");
      const scope = { kind: "organization", organization: "acme" } as const;
      it.clouds.fly.state.accessTokens.push({ id: "t", digest: digest("fo1_acme"), name: "", scope });
      it.env["FLY_API_TOKEN"] = "fo1_acme";
    },
    "app names of production",
    "name-taken",
    'The app name "acme-api" is taken.',
  ],
  [
    "an app that somebody made by hand",
    (it) => makeApp(it, "acme"),

    "app names of production",
    "exists-already",
    'The app "acme-api" exists already, and production is not up.',
  ],
  [
    "a Neon project with nearly as many branches as its plan gives",
    async ({ clouds }) => {
      const branch = { name: "acme-staging", region_id: "aws-us-east-1", org_id: reviewSystem.neon.organization };
      const { project } = await post<{ project: { id: string } }>(`${clouds.neon.url}/api/v2/projects`, tokens.neon, {
        project: branch,
      });
      for (let i = 1; i < 9; i++) await addBranch(`${clouds.neon.url}/api/v2/projects/${project.id}`);
    },
    "Neon branches of staging main",
    "limit-near",
    "9 of 10 Neon branches of staging main are taken",
  ],
  [
    "as many reviews as the template gives",
    ({ script }) => put(script, "stack", listing(staging, production, { name: "pr-1" }, { name: "pr-7" })),
    "review environments",
    "limit-near",
    "2 of 2 review environments are taken",
  ],
];

/** Sets what a set-up holds. */
function put<T extends object, K extends keyof T>(holder: T, key: K, value: T[K]): void {
  holder[key] = value;
}

async function post<T>(url: string, token: string, body: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function makeApp({ clouds }: SetUp, organization: string): Promise<unknown> {
  return post(`${clouds.fly.url}/v1/apps`, tokens.fly, { name: "acme-api", org_slug: organization });
}

/** Neon refuses the next change while it works on the last. */
async function addBranch(project: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await post(`${project}/branches`, tokens.neon, { branch: {} });
      return;
    } catch (error) {
      if (tries > 50) throw error;
      await fetch(`${project}/operations`, { headers: { authorization: `Bearer ${tokens.neon}` } });
    }
  }
}

const groups = {
  "Workers R2 Storage Write": "bf7481a1826f439697cb59a20b22293e",
  "Pages Write": "8d28297797f24fb8a0c332fe0866ec89",
  "Account API Tokens Write": "5bc3f8b21c554832afc660159ab75fa4",
};

/** The value of a Cloudflare token with these permissions; default: all that the product needs. */
async function mint({ clouds }: SetUp, names = Object.keys(groups), more: object = {}): Promise<string> {
  const permissions = Object.entries(groups)
    .filter(([name]) => names.includes(name))
    .map(([name, id]) => ({ id, name }));
  const { account } = accounts.cloudflare;
  const policies = [
    { effect: "allow", permission_groups: permissions, resources: { [`com.cloudflare.api.account.${account}`]: "*" } },
  ];
  const url = `${clouds.cloudflare.url}/client/v4/accounts/${account}/tokens`;
  const { result } = await post<{ result: { value: string } }>(url, tokens.cloudflare, {
    name: "t",
    policies,
    ...more,
  });
  return result.value;
}

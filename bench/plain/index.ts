import * as cloudflare from "@pulumi/cloudflare";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

// plyr.fm's staging, under other names, as a Pulumi program without parity: official packages where they have the type, dynamic providers for the rest.

const account = "4f1d7c0a9b2e4c6f8a0b1c2d3e4f5a6b";
const app = "plyr-api-plain";
const repository = "plyr.fm";

interface Call {
  readonly method?: string;
  readonly token: string;
  readonly body?: unknown;
}

async function call<T>(url: string, { method = "GET", token, body }: Call): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

const fly = <T>(path: string, more: Omit<Call, "token"> = {}) =>
  call<T>(`${process.env.FLY_FLAPS_BASE_URL ?? "https://api.machines.dev"}/v1${path}`, {
    ...more,
    token: process.env.FLY_API_TOKEN ?? "",
  });
const flyGraphql = <T>(query: string, variables: object) =>
  call<{ data: T }>(`${process.env.FLY_API_BASE_URL ?? "https://api.fly.io"}/graphql`, {
    method: "POST",
    token: process.env.FLY_API_TOKEN ?? "",
    body: { query, variables },
  });
const neon = <T>(path: string, more: Omit<Call, "token"> = {}) =>
  call<T>(`${process.env.NEON_API_HOST ?? "https://console.neon.tech/api/v2"}${path}`, {
    ...more,
    token: process.env.NEON_API_KEY ?? "",
  });
const pages = <T>(path: string, more: Omit<Call, "token"> = {}) =>
  call<T>(`${process.env.CLOUDFLARE_API_BASE_URL ?? "https://api.cloudflare.com/client/v4"}${path}`, {
    ...more,
    token: process.env.CLOUDFLARE_API_TOKEN ?? "",
  });

class FlyApp extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: { name: pulumi.Input<string>; organization: string }) {
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async ({ name, organization }) => {
        await fly("/apps", { method: "POST", body: { name, org_slug: organization } });
        return { id: name, outs: { name, organization } };
      },
      read: async (id, props) => {
        const found = await fly<{ name: string; organization: { slug: string } }>(`/apps/${id}`);
        return { id, props: { ...props, name: found.name, organization: found.organization.slug } };
      },
      delete: async (id) => void (await fly(`/apps/${id}`, { method: "DELETE" })),
    };
    super(provider, name, inputs);
  }
}

class FlyIp extends pulumi.dynamic.Resource {
  declare readonly ip: pulumi.Output<string>;

  constructor(name: string, inputs: { app: pulumi.Input<string>; type: string }) {
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async ({ app, type }) => {
        const { ip } = await fly<{ ip: string }>(`/apps/${app}/ip_assignments`, { method: "POST", body: { type } });
        return { id: `${app}/${ip}`, outs: { app, type, ip } };
      },
      read: async (id, props) => {
        const { ips } = await fly<{ ips: { ip: string }[] }>(`/apps/${props?.app}/ip_assignments`);
        return ips.some(({ ip }) => ip === props?.ip) ? { id, props } : {};
      },
      delete: async (_, { app, ip }) =>
        void (await fly(`/apps/${app}/ip_assignments/${encodeURIComponent(ip)}`, { method: "DELETE" })),
    };
    super(provider, name, { ip: undefined, ...inputs });
  }
}

class FlySecrets extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: { app: pulumi.Input<string>; values: pulumi.Input<Record<string, unknown>> }) {
    const write = ({ app, values }: { app: string; values: Record<string, string> }) =>
      fly<unknown>(`/apps/${app}/secrets`, { method: "POST", body: { values } });
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async (inputs: { app: string; values: Record<string, string> }) => {
        await write(inputs);
        return { id: `${inputs.app}/secrets`, outs: inputs };
      },
      read: async (id, props) => {
        const { secrets } = await fly<{ secrets: { name: string }[] }>(`/apps/${props?.app}/secrets`);
        const held = new Set(secrets.map(({ name }) => name));
        const values = Object.fromEntries(Object.entries(props?.values ?? {}).filter(([key]) => held.has(key)));
        return { id, props: { ...props, values } };
      },
      update: async (_, __, news) => {
        await write(news);
        return { outs: news };
      },
    };
    super(provider, name, inputs, { additionalSecretOutputs: ["values"] });
  }
}

class FlyDeployToken extends pulumi.dynamic.Resource {
  declare readonly token: pulumi.Output<string>;

  constructor(name: string, inputs: { app: pulumi.Input<string> }) {
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async ({ app }) => {
        const { data: found } = await flyGraphql<{ app: { id: string; organization: { id: string } } }>(
          "query ($name: String!) { app(name: $name) { id organization { id } } }",
          { name: app },
        );
        const input = {
          name: `deploy-${app}`,
          organizationId: found.app.organization.id,
          profile: "deploy",
          profileParams: { app_id: found.app.id },
          expiry: "8760h",
        };
        const { data } = await flyGraphql<{
          createLimitedAccessToken: { limitedAccessToken: { tokenHeader: string } };
        }>(
          "mutation ($input: CreateLimitedAccessTokenInput!) { createLimitedAccessToken(input: $input) { limitedAccessToken { tokenHeader } } }",
          { input },
        );
        return {
          id: `deploy-${app}`,
          outs: { app, token: data.createLimitedAccessToken.limitedAccessToken.tokenHeader },
        };
      },
    };
    super(provider, name, { token: undefined, ...inputs }, { additionalSecretOutputs: ["token"] });
  }
}

class NeonProject extends pulumi.dynamic.Resource {
  declare readonly url: pulumi.Output<string>;

  constructor(name: string, inputs: { name: string; region: string; organization: string; database: string }) {
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async (inputs) => {
        const { name, region, organization, database } = inputs;
        const branch = { name: "main", database_name: database, role_name: `${database}_owner` };
        const body = { project: { name, region_id: region, org_id: organization, pg_version: 17, branch } };
        const made = await neon<{
          project: { id: string };
          operations: { id: string }[];
          connection_uris: { connection_uri: string }[];
        }>("/projects", { method: "POST", body });
        for (const { id } of made.operations) {
          for (;;) {
            const { operation } = await neon<{ operation: { status: string } }>(
              `/projects/${made.project.id}/operations/${id}`,
            );
            if (operation.status === "finished" || operation.status === "skipped") break;
            await new Promise((resolve) => setTimeout(resolve, 500));
          }
        }
        return { id: made.project.id, outs: { ...inputs, url: made.connection_uris[0]?.connection_uri } };
      },
      read: async (id, props) => {
        const { project } = await neon<{ project: { name: string; region_id: string } }>(`/projects/${id}`);
        return { id, props: { ...props, name: project.name, region: project.region_id } };
      },
      delete: async (id) => void (await neon(`/projects/${id}`, { method: "DELETE" })),
    };
    super(provider, name, { url: undefined, ...inputs }, { additionalSecretOutputs: ["url"] });
  }
}

class PagesVariables extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: { project: string; values: pulumi.Input<Record<string, unknown>> }) {
    const toBody = (values: Record<string, string>) => ({
      deployment_configs: {
        preview: {
          env_vars: Object.fromEntries(
            Object.entries(values).map(([key, value]) => [key, { type: "plain_text", value }]),
          ),
        },
      },
    });
    const write = ({ project, values }: { project: string; values: Record<string, string> }) =>
      pages<unknown>(`/accounts/${account}/pages/projects/${project}`, { method: "PATCH", body: toBody(values) });
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async (inputs: { project: string; values: Record<string, string> }) => {
        await write(inputs);
        return { id: `${inputs.project}/preview`, outs: inputs };
      },
      read: async (id, props) => {
        const { result } = await pages<{
          result: { deployment_configs: { preview: { env_vars?: Record<string, { value: string }> } } };
        }>(`/accounts/${account}/pages/projects/${props?.project}`);
        const now = result.deployment_configs.preview.env_vars ?? {};
        const values = Object.fromEntries(Object.keys(props?.values ?? {}).map((key) => [key, now[key]?.value]));
        return { id, props: { ...props, values } };
      },
      update: async (_, __, news) => {
        await write(news);
        return { outs: news };
      },
    };
    super(provider, name, inputs);
  }
}

class RandomKey extends pulumi.dynamic.Resource {
  declare readonly value: pulumi.Output<string>;

  constructor(name: string) {
    const provider: pulumi.dynamic.ResourceProvider = {
      create: async () => {
        const value = require("node:crypto").randomBytes(32).toString("base64url");
        return { id: "key", outs: { value } };
      },
    };
    super(provider, name, { value: undefined }, { additionalSecretOutputs: ["value"] });
  }
}

const organization = "plyr-fm";
const api = new FlyApp("api", { name: app, organization });
const name = api.id;
for (const type of ["v6", "shared_v4"]) new FlyIp(type, { app: name, type });
const database = new NeonProject("main", {
  name: "plyr-plain",
  region: "aws-us-east-2",
  organization: "org-plyr-fm-12345678",
  database: "plyr",
});
const audio = new cloudflare.R2Bucket("audio", { accountId: account, name: "audio-plain" });
const images = new cloudflare.R2Bucket("images", { accountId: account, name: "images-plain" });
const storage = new cloudflare.AccountToken("storage", {
  accountId: account,
  name: "plyr-plain",
  policies: [audio, images].map((bucket) => ({
    effect: "allow",
    permissionGroups: [{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6" }],
    resources: pulumi.jsonStringify(
      bucket.name.apply((held) => ({ [`com.cloudflare.edge.r2.bucket.${account}_default_${held}`]: "*" })),
    ),
  })),
});
new FlySecrets("secrets", {
  app: name,
  values: {
    DATABASE_URL: database.url,
    ATPROTO_CLIENT_ID: `https://${app}.fly.dev/client-metadata.json`,
    ATPROTO_REDIRECT_URI: `https://${app}.fly.dev/auth/callback`,
    ATPROTO_APP_NAMESPACE: "fm.plyr",
    OAUTH_ENCRYPTION_KEY: new RandomKey("oauth").value,
    AWS_ACCESS_KEY_ID: storage.id,
    AWS_SECRET_ACCESS_KEY: storage.value.apply((value) =>
      require("node:crypto")
        .createHash("sha256")
        .update(value ?? "")
        .digest("hex"),
    ),
    R2_ENDPOINT_URL: `https://${account}.r2.cloudflarestorage.com`,
    R2_BUCKET: audio.name,
    R2_IMAGE_BUCKET: images.name,
    LOGFIRE_WRITE_TOKEN: pulumi.secret("of a person"),
    LOGFIRE_ENABLED: "true",
    LOGFIRE_ENVIRONMENT: "staging",
    FRONTEND_URL: "https://main.plyr.pages.dev",
    TRANSCODER_URL: "https://plyr-transcoder.fly.dev",
    TRANSCODER_AUTH_TOKEN: pulumi.secret("of the shared stack"),
  },
});
new PagesVariables("web", { project: "plyr", values: { PUBLIC_PLAIN_URL: `https://${app}.fly.dev` } });

const hub = new github.Provider("hub", { owner: "zzstoatzz" });
const environment = new github.RepositoryEnvironment(
  "staging",
  {
    repository,
    environment: "plain",
    deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
  },
  { provider: hub },
);
new github.RepositoryEnvironmentDeploymentPolicy(
  "main",
  { repository, environment: environment.environment, branchPattern: "main" },
  { provider: hub },
);
new github.ActionsEnvironmentSecret(
  "fly",
  {
    repository,
    environment: environment.environment,
    secretName: "FLY_API_TOKEN",
    value: new FlyDeployToken("deploy", { app: name }).token,
  },
  { provider: hub },
);

import type { APIError } from "cloudflare/error";
import type { ProjectEditParams } from "cloudflare/resources/pages/projects/projects";
import { CloudError } from "./cloud-error.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { retryAfterMs, retrying } from "./retry.ts";

/** Deployments of the production branch, or of all others. */
export type PagesSlot = "preview" | "production";

/** One slot of one project. */
export interface PagesSlotRef {
  readonly accountId: string;
  readonly project: string;
  readonly slot: PagesSlot;
}

/** The value of a `secret_text` is never told: it reads as "". */
export interface PagesVariable {
  readonly type: "plain_text" | "secret_text";
  readonly value: string;
}

/** What a slot holds, as far as variables are concerned. */
export interface PagesSlotState {
  readonly variables: Readonly<Record<string, PagesVariable>>;
  /** Set when a wrangler file configures the slot. A PATCH that leaves it out clears it (workers-sdk, `pages secret put`). */
  readonly wranglerConfigHash?: string | undefined;
}

/** Variables by name to set; `null` takes one away. What is not named stays as it is. */
export type PagesVariableChanges = Readonly<Record<string, PagesVariable | null>>;

export interface PagesClient {
  /** `undefined` when Cloudflare says that there is no such project. */
  readonly readSlot: (ref: PagesSlotRef) => Promise<PagesSlotState | undefined>;
  /** Merges changes into the slot, in one request. Not tried again when the outcome is uncertain. */
  readonly changeVariables: (ref: PagesSlotRef, before: PagesSlotState, changes: PagesVariableChanges) => Promise<void>;
}

export interface PagesClientOptions {
  readonly token: string;
  /** With `/client/v4`; a trailing slash does no harm. */
  readonly baseUrl: string;
  /** Ends whatever the client is doing. */
  readonly signal?: AbortSignal | undefined;
}

/** "Project not found." (workers-sdk, packages/wrangler/src/pages/errors.ts). */
const PROJECT_NOT_FOUND = "8000007";

/** Cloudflare's own client with our retries and errors. Every method throws a CloudError when refused or unanswered. */
export async function createPagesClient({ token, baseUrl, signal }: PagesClientOptions): Promise<PagesClient> {
  const { createClient } = await import("cloudflare/tree-shakable");
  const { BaseProjects } = await import("cloudflare/resources/pages/projects/projects");
  const { APIError } = await import("cloudflare/error");
  const client = createClient({
    resources: [BaseProjects],
    apiToken: token,
    // Left out, these come from the environment and are sent beside the token.
    apiKey: null,
    apiEmail: null,
    userServiceKey: null,
    baseURL: baseUrl.replace(/\/+$/, ""),
    maxRetries: 0,
    logLevel: "off",
  });
  // The vendor's client leaves a listener behind on the signal of every request, so each gets one of its own.
  const options = () => (signal ? { signal: AbortSignal.any([signal]) } : {});

  async function call<T>(subject: Subject, hidden: readonly string[], request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof APIError ? toCloudError(error, subject, [token, ...hidden]) : error;
    }
  }

  return {
    async readSlot(ref) {
      const subject = subjectOf("GET", `read the ${ref.slot} variables of Pages project "${ref.project}"`, ref);
      try {
        const read = () => client.pages.projects.get(ref.project, { account_id: ref.accountId }, options());
        const project = await retrying({ kind: "read", signal }, () => call(subject, [], read));
        const configs = project?.deployment_configs?.[ref.slot];
        if (!configs) throw new CloudError({ ...subject, status: 200, said: "the answer holds no project" });
        const variables = Object.entries(configs.env_vars ?? {}).flatMap(([name, variable]) =>
          variable ? [[name, { type: variable.type, value: variable.value }] as const] : [],
        );
        return { variables: Object.fromEntries(variables), wranglerConfigHash: configs.wrangler_config_hash };
      } catch (error) {
        if (error instanceof CloudError && error.failure.code === PROJECT_NOT_FOUND) return undefined;
        throw error;
      }
    },

    async changeVariables(ref, before, changes) {
      const subject = subjectOf("PATCH", `change the ${ref.slot} variables of Pages project "${ref.project}"`, ref);
      const hidden = Object.values(changes).flatMap((change) => (change?.type === "secret_text" ? [change.value] : []));
      const slot = {
        env_vars: changes,
        ...(before.wranglerConfigHash !== undefined && { wrangler_config_hash: before.wranglerConfigHash }),
      };
      // The vendor's type asks for every setting of a slot; its API merges those that are sent.
      const configs = { [ref.slot]: slot } as unknown as ProjectEditParams.DeploymentConfigs;
      const params = { account_id: ref.accountId, deployment_configs: configs };
      await retrying({ kind: "write", signal }, () =>
        call(subject, hidden, () => client.pages.projects.edit(ref.project, params, options())),
      );
    },
  };
}

interface Subject {
  readonly vendor: "Cloudflare";
  readonly action: string;
  readonly method: string;
  readonly path: string;
}

function subjectOf(method: string, action: string, { accountId, project }: PagesSlotRef): Subject {
  return { vendor: "Cloudflare", action, method, path: `/accounts/${accountId}/pages/projects/${project}` };
}

function toCloudError(error: APIError, subject: Subject, hidden: readonly string[]): CloudError {
  if (error.status === undefined) {
    return new CloudError({
      ...subject,
      said: hideSecrets(deepestCause(error), hidden),
      fix: "check the network, https://www.cloudflarestatus.com, and CLOUDFLARE_BASE_URL if it is set",
    });
  }
  const reasons = error.errors.map(({ message }) => message).filter((message) => message !== undefined);
  const said = reasons.length > 0 ? reasons.join("; ") : "the answer gives no reason";
  const [first] = error.errors;
  return new CloudError({
    ...subject,
    status: error.status,
    code: first?.code === undefined ? undefined : String(first.code),
    said: hideSecrets(said, hidden),
    requestId: error.headers?.get("cf-ray") ?? undefined,
    retryAfterMs: retryAfterMs(error.headers?.get("retry-after")),
    fix: adviceFor(error.status),
  });
}

/** Which of the two says that a token is not good enough differs by endpoint. */
function adviceFor(status: number): string | undefined {
  if (status !== 401 && status !== 403) return undefined;
  return "set CLOUDFLARE_API_TOKEN to a live token of this account with the permission Pages Write";
}

function deepestCause(error: Error): string {
  return error.cause instanceof Error ? deepestCause(error.cause) : error.message;
}

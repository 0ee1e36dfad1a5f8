import * as z from "zod";
import type { PagesSlot } from "../../vendors/cloudflare/pages.ts";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { pagesProjectPath } from "./pages-projects.ts";

/** One slot of one project. */
export interface PagesSlotRef {
  readonly accountId: string;
  readonly project: string;
  readonly slot: PagesSlot;
}

/**
 * `PagesPlainTextEnvVar` and `PagesSecretTextEnvVar` of Cloudflare's OpenAPI document. The value of a `secret_text` is never
 * told: it reads as "".
 */
const variable = z.object({ type: z.enum(["plain_text", "secret_text"]), value: z.string() });

export type PagesVariable = z.infer<typeof variable>;

/** What of Cloudflare's runtime the functions of a slot run under. */
export interface PagesCompatibility {
  /** `YYYY-MM-DD`; empty where Cloudflare shows none. */
  readonly date: string;
  readonly flags: readonly string[];
}

/** What a slot holds, as far as it is read here. */
export interface PagesSlotState {
  readonly variables: Readonly<Record<string, PagesVariable>>;
  readonly compatibility: PagesCompatibility;
  /** Set when a wrangler file configures the slot. A PATCH that leaves it out clears it (workers-sdk, `pages secret put`). */
  readonly wranglerConfigHash?: string | undefined;
}

/** What a change of a slot has to repeat. */
export type PagesSlotHash = Pick<PagesSlotState, "wranglerConfigHash">;

/** Variables by name to set; `null` takes one away. What is not named stays as it is. */
export type PagesVariableChanges = Readonly<Record<string, PagesVariable | null>>;

const slot = z.object({
  env_vars: z.record(z.string(), variable.nullable()).nullish(),
  compatibility_date: z.string().nullish(),
  compatibility_flags: z.array(z.string()).nullish(),
  wrangler_config_hash: z.string().optional(),
});

/** The envelope around `pages_Project` of Cloudflare's OpenAPI document, as far as it is read here. */
const project = z.object({ result: z.object({ deployment_configs: z.object({ preview: slot, production: slot }) }) });

/** Slots of Pages projects: https://developers.cloudflare.com/api/resources/pages/subresources/projects */
export class CloudflarePages {
  private readonly api: JsonApi;

  constructor(api: JsonApi) {
    this.api = api;
  }

  /** `undefined` when Cloudflare says that there is no such project. */
  async readSlot(ref: PagesSlotRef): Promise<PagesSlotState | undefined> {
    const call = {
      action: `read ${describe(ref)}`,
      method: "GET",
      path: pagesProjectPath(ref),
      answer: project,
    } as const;
    const answer = await this.api.requestIfPresent(call);
    if (answer === undefined) return undefined;
    const configs = answer.result.deployment_configs[ref.slot];
    const variables = Object.entries(configs.env_vars ?? {}).flatMap(([name, variable]) =>
      variable ? [[name, { type: variable.type, value: variable.value }] as const] : [],
    );
    return {
      variables: Object.fromEntries(variables),
      compatibility: { date: configs.compatibility_date ?? "", flags: configs.compatibility_flags ?? [] },
      wranglerConfigHash: configs.wrangler_config_hash,
    };
  }

  /** Merges changes into the slot, in one request. Not tried again when the outcome is uncertain. */
  async changeVariables(ref: PagesSlotRef, before: PagesSlotHash, changes: PagesVariableChanges): Promise<void> {
    const secrets = Object.values(changes).flatMap((change) => (change?.type === "secret_text" ? [change.value] : []));
    await this.#change(describe(ref), ref, before, { env_vars: changes }, secrets);
  }

  /** Sets date and flags of the slot. Sending them again does no harm. */
  async changeCompatibility(
    ref: PagesSlotRef,
    before: PagesSlotHash,
    { date, flags }: PagesCompatibility,
  ): Promise<void> {
    const change = { compatibility_date: date, compatibility_flags: flags };
    await this.#change(describe(ref, "compatibility"), ref, before, change);
  }

  async #change(
    what: string,
    ref: PagesSlotRef,
    { wranglerConfigHash }: PagesSlotHash,
    change: object,
    secrets: readonly string[] = [],
  ): Promise<void> {
    const hash = wranglerConfigHash !== undefined && { wrangler_config_hash: wranglerConfigHash };
    await this.api.request({
      action: `change ${what}`,
      method: "PATCH",
      path: pagesProjectPath(ref),
      body: { deployment_configs: { [ref.slot]: { ...change, ...hash } } },
      answer: acknowledgement,
      secrets: [...secrets],
    });
  }
}

function describe({ slot, project }: PagesSlotRef, what = "variables"): string {
  return `the ${slot} ${what} of Pages project "${project}"`;
}

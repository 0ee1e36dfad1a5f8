import type { PropertyMap } from "../../src/plugin/property-values.ts";
import type { TestPlugin } from "../../test/plugin/harness.ts";
import { account, tokens } from "../../test/stage/open-cloud.ts";
import { Resource } from "../stage/engine.ts";
import type { World } from "../stage/world.ts";

/** A resource of one of our types, in a state that a person could have written. */
export interface Subject {
  readonly name: string;
  readonly token: string;
  /** True where the vendor keeps several of one name, so that another state makes its own beside it. */
  readonly standsBeside?: true;
  /** Makes what it stands on. Answers what a program gives at first, and what it gives later where that is an update in place. */
  readonly prepare: (ground: Ground) => Promise<{ readonly first: PropertyMap; readonly next?: PropertyMap }>;
}

/** What a subject may stand on. */
export interface Ground {
  /** Of the state that does it. */
  readonly lineage: string;
  /** Makes another resource of ours. */
  readonly make: (token: string, given: PropertyMap) => Promise<{ readonly id: string; readonly outputs: PropertyMap }>;
  /** Calls Fly's Machines API as a person does. */
  readonly fly: (method: string, path: string, body?: object) => Promise<unknown>;
  /** Calls Cloudflare's Pages projects as a person does. */
  readonly pages: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** Of two states. */
export const lineages = {
  own: "0f7f3c1e-6f0a-4c8e-9a55-1d5f0c7e9b01",
  other: "b2a8d7c4-33f1-4c59-8d0e-7c1b6a2f4e02",
};

export function groundOf({ urls }: World, plugin: TestPlugin): Ground {
  const call = async (method: string, url: string, token: string, body?: object): Promise<unknown> => {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    lineage: lineages.own,
    make: async (token, given) => {
      const resource = new Resource(token, `ground of ${token}`);
      await resource.up(plugin, given);
      if (!resource.held) throw new Error(`${token} was not made`);
      return resource.held;
    },
    fly: (method, path, body) => call(method, `${urls.fly}/v1${path}`, tokens.fly, body),
    pages: (method, path, body) => {
      const projects = `${urls.cloudflare}/client/v4/accounts/${account}/pages/projects`;
      return call(method, projects + path, tokens.cloudflare, body);
    },
  };
}

/** What belongs to others in the same accounts, beside everything that a subject makes: nobody may touch it. */
export async function addForeign({ make, fly, pages }: Ground): Promise<void> {
  await fly("POST", "/apps", { name: "other-app", org_slug: "acme" });
  await fly("POST", "/apps/other-app/secrets", { values: { THEIRS: "1" } });
  await fly("POST", "/apps/other-app/ip_assignments", { type: "v6" });
  await make("parity:neon:Project", {
    ...{ name: "other-project", region: "aws-us-east-1", organization: "org-quiet-sea-12345678" },
    ...{ role: "other", database: "other", lineage: lineages.other },
  });
  await pages("POST", "", { name: "other-site", production_branch: "main" });
}

import * as z from "zod";
import type { Shape } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { pagesProjectPath } from "./pages-projects.ts";

const named = z.object({ name: z.string() });
const records = z.array(
  z.object({ id: z.string(), name: z.string(), type: z.string(), content: z.string().optional() }),
);

/** What an account and its zones hold, by name. Lists, because a list that holds nothing proves it, and a 404 does not. */
export class CloudflareInventory {
  private readonly api: JsonApi;

  constructor(api: JsonApi) {
    this.api = api;
  }

  /** https://developers.cloudflare.com/api/resources/r2/subresources/buckets/methods/list */
  async hasBucket(account: string, name: string, jurisdiction: string): Promise<boolean> {
    return (await this.listBuckets(account, name, jurisdiction)).includes(name);
  }

  /** Names of the buckets with a text in their name, of at most a thousand. */
  async listBuckets(account: string, part: string, jurisdiction = "default"): Promise<string[]> {
    const { buckets } = await this.list(
      `look for buckets with "${part}" in their name`,
      `/accounts/${encodeURIComponent(account)}/r2/buckets`,
      z.object({ buckets: z.array(named) }),
      { query: { name_contains: part, per_page: 1000 }, headers: { "cf-r2-jurisdiction": jurisdiction } },
    );
    return buckets.map(({ name }) => name);
  }

  /** https://developers.cloudflare.com/api/resources/pages/subresources/projects/subresources/domains/methods/list */
  async hasDomain(account: string, project: string, domain: string): Promise<boolean> {
    return (await this.listDomains(account, project)).includes(domain);
  }

  async listDomains(account: string, project: string): Promise<string[]> {
    const path = `${pagesProjectPath({ accountId: account, project })}/domains`;
    return (await this.list(`list the domains of Pages project "${project}"`, path, z.array(named))).map(
      ({ name }) => name,
    );
  }

  /** Ids of the records of a name and type: https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list */
  async findRecords(zone: string, name: string, type: string): Promise<string[]> {
    const found = await this.list(
      `look for the ${type} record of ${name}`,
      `/zones/${encodeURIComponent(zone)}/dns_records`,
      records,
      { query: { name, type } },
    );
    return found.filter((record) => record.name === name && record.type === type).map(({ id }) => id);
  }

  private async list<T>(
    action: string,
    path: string,
    result: Shape<T>,
    more: { readonly query?: Record<string, string | number>; readonly headers?: Record<string, string> } = {},
  ): Promise<T> {
    const answer = z.object({ result });
    return (await this.api.request({ action, method: "GET", path, answer, ...more })).result;
  }
}

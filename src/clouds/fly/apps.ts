import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";

const app = z.object({
  id: z.string(),
  name: z.string(),
  /** `pending` until something is deployed, then `deployed` or `suspended`. */
  status: z.string(),
  /** Empty or `default` on the organization's own network. */
  network: z.string().optional(),
  machine_count: z.number(),
  volume_count: z.number(),
  organization: z.object({ name: z.string(), slug: z.string() }),
});

export type FlyApp = z.infer<typeof app>;

export interface NewFlyApp {
  readonly name: string;
  readonly organization: string;
  readonly network?: string | undefined;
}

/** https://fly.io/docs/machines/api/apps-resource */
export class FlyApps {
  constructor(private readonly http: JsonApi) {}

  /**
   * Answers the app's id. The new app may be unreadable for some seconds.
   * The docs' samples say `app_name`; the OpenAPI document and fly-go say `name`, and the API ignores the other.
   */
  async create({ name, organization, network }: NewFlyApp): Promise<{ id: string }> {
    return this.http.request({
      action: `create app "${name}"`,
      method: "POST",
      path: "/v1/apps",
      body: { name, org_slug: organization, ...(network !== undefined && { network }) },
      answer: z.object({ id: z.string() }),
    });
  }

  /** `undefined` when the name is free. 403 when the app is in an organization this token cannot see. */
  async find(name: string): Promise<FlyApp | undefined> {
    return this.http.requestIfPresent({
      action: `read app "${name}"`,
      method: "GET",
      path: appPath(name),
      answer: app,
    });
  }

  /** Every app of an organization. Takes the alias `personal` too. */
  async list(organization: string): Promise<readonly Pick<FlyApp, "id" | "name">[]> {
    const { apps } = await this.http.request({
      action: `list the apps of organization "${organization}"`,
      method: "GET",
      path: "/v1/apps",
      query: { org_slug: organization },
      answer: z.object({ apps: z.array(app.pick({ id: true, name: true })).nullable() }),
    });
    return apps ?? [];
  }

  /** Returns before the app is gone, and with it machines, volumes, secrets, certificates and addresses. */
  async delete(name: string): Promise<void> {
    await this.http.requestIfPresent({
      action: `delete app "${name}"`,
      method: "DELETE",
      answer: acknowledgement,
      path: appPath(name),
    });
  }
}

/** Path of an app, or of something below it. */
export function appPath(app: string, ...below: string[]): string {
  return ["/v1/apps", ...[app, ...below].map(encodeSegment)].join("/");
}

/** As fly-go does, which leaves the colons of an IPv6 address, and the docs, which encode the asterisk of a wildcard. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll("%3A", ":").replaceAll("*", "%2A");
}

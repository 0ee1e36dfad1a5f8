import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { appPath } from "./apps.ts";

const certificate = z.object({
  hostname: z.string(),
  /** `pending_validation` and the like until the DNS records exist, then `active`. There is no final failure. */
  status: z.string(),
  configured: z.boolean(),
  /** Fly's own and those that were uploaded, each RFC 3339. */
  certificates: z.array(z.object({ status: z.string(), expires_at: z.string().nullish() })).nullish(),
  dns_requirements: z
    .object({
      a: z.array(z.string()).nullable(),
      aaaa: z.array(z.string()).nullable(),
      cname: z.string(),
      acme_challenge: z.object({ name: z.string(), target: z.string() }),
      ownership: z.object({ name: z.string(), app_value: z.string(), org_value: z.string().optional() }),
    })
    .partial()
    .optional(),
});

export type FlyCertificate = z.infer<typeof certificate>;

/** https://fly.io/docs/machines/api/certificates-resource */
export class FlyCertificates {
  constructor(private readonly http: JsonApi) {}

  /** `undefined` when this app has no such hostname. */
  async find(app: string, hostname: string): Promise<FlyCertificate | undefined> {
    return this.http.requestIfPresent({
      action: `read the certificate of ${hostname} on app "${app}"`,
      method: "GET",
      path: appPath(app, "certificates", hostname),
      answer: certificate,
    });
  }

  /** Its hostnames, up to 500. `undefined` when there is no such app. */
  async list(app: string): Promise<string[] | undefined> {
    const answer = await this.http.requestIfPresent({
      action: `list the hostnames of app "${app}"`,
      method: "GET",
      path: appPath(app, "certificates"),
      query: { limit: 500 },
      answer: z.object({ certificates: z.array(z.object({ hostname: z.string() })) }),
    });
    return answer?.certificates.map(({ hostname }) => hostname);
  }

  /** Asks for a certificate from Let's Encrypt. Returns at once; 409 or 422 when the hostname is taken. */
  async request(app: string, hostname: string): Promise<FlyCertificate> {
    return this.http.request({
      action: `add hostname ${hostname} to app "${app}"`,
      method: "POST",
      path: appPath(app, "certificates", "acme"),
      body: { hostname },
      answer: certificate,
    });
  }

  async delete(app: string, hostname: string): Promise<void> {
    await this.http.requestIfPresent({
      action: `remove hostname ${hostname} from app "${app}"`,
      method: "DELETE",
      answer: acknowledgement,
      path: appPath(app, "certificates", hostname),
    });
  }
}

import type { JsonApi } from "../call/json-api.ts";
import { appPath } from "./apps.ts";

export interface FlyCertificate {
  readonly hostname: string;
  /** `pending_validation` and the like until the DNS records exist, then `active`. There is no final failure. */
  readonly status: string;
  readonly configured: boolean;
  /** Fly's own and those that were uploaded, each RFC 3339. */
  readonly certificates?: readonly { readonly status: string; readonly expires_at?: string | null }[] | null;
  readonly dns_requirements?: {
    readonly a?: readonly string[] | null;
    readonly aaaa?: readonly string[] | null;
    readonly cname?: string;
    readonly acme_challenge?: { readonly name: string; readonly target: string };
    readonly ownership?: { readonly name: string; readonly app_value: string; readonly org_value?: string };
  };
}

/** https://fly.io/docs/machines/api/certificates-resource */
export class FlyCertificates {
  constructor(private readonly http: JsonApi) {}

  /** `undefined` when this app has no such hostname. */
  async find(app: string, hostname: string): Promise<FlyCertificate | undefined> {
    return this.http.requestIfPresent({
      action: `read the certificate of ${hostname} on app "${app}"`,
      method: "GET",
      path: appPath(app, "certificates", hostname),
    });
  }

  /** Asks for a certificate from Let's Encrypt. Returns at once; 409 or 422 when the hostname is taken. */
  async request(app: string, hostname: string): Promise<FlyCertificate> {
    return this.http.request({
      action: `add hostname ${hostname} to app "${app}"`,
      method: "POST",
      path: appPath(app, "certificates", "acme"),
      body: { hostname },
    });
  }

  async delete(app: string, hostname: string): Promise<void> {
    await this.http.requestIfPresent({
      action: `remove hostname ${hostname} from app "${app}"`,
      method: "DELETE",
      path: appPath(app, "certificates", hostname),
    });
  }
}

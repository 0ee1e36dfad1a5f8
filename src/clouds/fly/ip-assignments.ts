import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { Together } from "../call/together.ts";
import { appPath } from "./apps.ts";

export type FlyIpType = "v4" | "v6" | "shared_v4" | "private_v6";

export interface FlyIpAssignment {
  readonly ip: string;
  readonly type: FlyIpType;
  /** Empty or `global` for anycast. */
  readonly region: string;
  /** Network of a private address; empty on the organization's own. */
  readonly network: string;
}

const assignment = z.object({
  ip: z.string(),
  region: z.string().nullish(),
  shared: z.boolean().nullish(),
  type: z.string().optional(),
  network: z.object({ name: z.string().optional() }).nullish(),
});

export interface NewFlyIpAssignment {
  readonly type: FlyIpType;
  readonly region?: string | undefined;
  readonly network?: string | undefined;
}

/** https://docs.machines.dev, "IP assignments". Adding one always adds: the same request twice makes two addresses. */
export class FlyIpAssignments {
  private readonly together = new Together();

  constructor(private readonly http: JsonApi) {}

  /** `undefined` when there is no such app. */
  async list(app: string): Promise<readonly FlyIpAssignment[] | undefined> {
    const answer = await this.http.requestIfPresent({
      action: `list the addresses of app "${app}"`,
      method: "GET",
      path: appPath(app, "ip_assignments"),
      answer: z.object({ ips: z.array(assignment).nullable() }),
    });
    return answer && (answer.ips ?? []).map(fromWire);
  }

  async create(app: string, { type, region, network }: NewFlyIpAssignment): Promise<FlyIpAssignment> {
    // `org_slug` must stay out: for every type but private_v6 the API answers 400 to it.
    const order = () =>
      this.http.request({
        action: `give app "${app}" a ${type} address`,
        method: "POST",
        path: appPath(app, "ip_assignments"),
        body: { type, ...(region !== undefined && { region }), ...(network !== undefined && { network }) },
        answer: assignment,
      });
    return fromWire(await this.together.write(app, order));
  }

  async delete(app: string, ip: string): Promise<void> {
    await this.http.requestIfPresent({
      action: `take address ${ip} from app "${app}"`,
      method: "DELETE",
      answer: acknowledgement,
      path: appPath(app, "ip_assignments", ip),
    });
  }
}

/** Not every answer names the type, so it is told from the address as fly-go does (`fdaa:` is private). */
function fromWire({ ip, region, shared, type, network }: z.infer<typeof assignment>): FlyIpAssignment {
  const known = (["v4", "v6", "shared_v4", "private_v6"] as const).find((one) => one === type);
  const told = ip.startsWith("fdaa:") ? "private_v6" : ip.includes(":") ? "v6" : shared ? "shared_v4" : "v4";
  return { ip, type: known ?? told, region: region ?? "", network: network?.name ?? "" };
}

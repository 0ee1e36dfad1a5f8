import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { appPath } from "./apps.ts";

/** Sent back as it came, with what changes. */
const machineConfig = z.looseObject({ metadata: z.record(z.string(), z.string()).optional() });

const machine = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  region: z.string(),
  /** Changes with every update: the machine's version. */
  instance_id: z.string(),
  /** Absent when the host cannot be reached. */
  config: machineConfig.nullish(),
});

export type FlyMachine = z.infer<typeof machine>;
export type FlyMachineConfig = z.infer<typeof machineConfig>;

export interface FlyMachineUpdate {
  /** The whole config: what is left out is removed. */
  readonly config: FlyMachineConfig;
  readonly region: string;
  /** The host boots with secrets of this version or a later one. */
  readonly minSecretsVersion: number;
  /** Leaves the machine as it is, stopped or suspended. */
  readonly skipLaunch: boolean;
}

const lease = z.object({
  owner: z.string(),
  description: z.string().optional(),
  /** The right to use it. The document lists it, fly-go leaves it open: an answer to GET may lack it. */
  nonce: z.string().optional(),
  /** Seconds since the epoch. */
  expires_at: z.number(),
});

export type FlyMachineLease = z.infer<typeof lease>;

/** https://fly.io/docs/machines/api/machines-resource */
export class FlyMachines {
  constructor(private readonly http: JsonApi) {}

  /** Empty when there is no such app. */
  async list(app: string): Promise<readonly FlyMachine[]> {
    const machines = await this.http.requestIfPresent({
      action: `list the machines of app "${app}"`,
      method: "GET",
      path: appPath(app, "machines"),
      answer: z.array(machine).nullable(),
    });
    return machines ?? [];
  }

  async find(app: string, id: string): Promise<FlyMachine | undefined> {
    return this.http.requestIfPresent({
      action: `read machine ${id} of app "${app}"`,
      method: "GET",
      path: appPath(app, "machines", id),
      answer: machine,
    });
  }

  /** Answers the machine with its new `instance_id`. */
  async update(app: string, id: string, update: FlyMachineUpdate, nonce: string): Promise<FlyMachine> {
    return this.http.request({
      action: `update machine ${id} of app "${app}"`,
      method: "POST",
      path: appPath(app, "machines", id),
      body: {
        config: update.config,
        region: update.region,
        min_secrets_version: update.minSecretsVersion,
        ...(update.skipLaunch && { skip_launch: true }),
      },
      headers: leaseHeader(nonce),
      answer: machine,
    });
  }

  /**
   * Waits until this version of the machine has started: true, or false when the time ran out.
   * `timeoutSeconds` is 1 to 60; the API refuses more with 400.
   */
  async waitStarted(app: string, id: string, version: string, timeoutSeconds: number): Promise<boolean> {
    const reached = await this.http.requestIfPresent(
      {
        action: `wait for machine ${id} of app "${app}" to start`,
        method: "GET",
        path: appPath(app, "machines", id, "wait"),
        query: { state: "started", version, timeout: timeoutSeconds },
        timeoutMs: (timeoutSeconds + 15) * 1000,
        answer: acknowledgement,
      },
      [408],
    );
    return reached !== undefined;
  }

  /** Takes the lease, or with `nonce` keeps it for another `ttl` seconds. 409 when it is held. Answers its nonce. */
  async lease(app: string, id: string, order: { ttl: number; description: string }, nonce?: string): Promise<string> {
    const { data } = await this.http.request({
      action: `lease machine ${id} of app "${app}"`,
      method: "POST",
      path: appPath(app, "machines", id, "lease"),
      body: order,
      ...(nonce !== undefined && { headers: leaseHeader(nonce) }),
      answer: z.object({ data: z.object({ nonce: z.string() }) }),
    });
    return data.nonce;
  }

  /** `undefined` when nobody holds it. */
  async findLease(app: string, id: string): Promise<FlyMachineLease | undefined> {
    const answer = await this.http.requestIfPresent({
      action: `read the lease of machine ${id} of app "${app}"`,
      method: "GET",
      path: appPath(app, "machines", id, "lease"),
      answer: z.object({ data: lease }),
    });
    return answer?.data;
  }

  async releaseLease(app: string, id: string, nonce: string): Promise<void> {
    await this.http.requestIfPresent({
      action: `release machine ${id} of app "${app}"`,
      method: "DELETE",
      answer: acknowledgement,
      path: appPath(app, "machines", id, "lease"),
      headers: leaseHeader(nonce),
    });
  }
}

function leaseHeader(nonce: string): Record<string, string> {
  return { "fly-machine-lease-nonce": nonce };
}

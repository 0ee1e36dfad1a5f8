import { onTestFinished } from "vitest";
import type { Cloud, Seed } from "../../sandbox/clouds/core/cloud.ts";
import { type OpenedCloud, openCloud } from "./open-cloud.ts";

export {
  account,
  organization,
  otherAccount,
  otherOrganization,
  type Routed,
  tokens,
  zone,
} from "./open-cloud.ts";

export type StartedCloud<S = unknown> = OpenedCloud<S>;

/** An emulated cloud on 127.0.0.1 until the test is over, with nothing made in it; `setUp` differs from the seed. */
export async function startCloud<S>(cloud: Cloud<S>, setUp: Partial<Seed> = {}): Promise<StartedCloud<S>> {
  const opened = await openCloud(cloud, setUp);
  onTestFinished(opened.close);
  return opened;
}

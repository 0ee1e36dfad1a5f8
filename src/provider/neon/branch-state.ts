import type { NeonBranch, NeonBranchChanges } from "../../clouds/neon/branches.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import type { NeonEndpoint } from "../../clouds/neon/endpoints.ts";
import type { Context } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { normalizeNeonExpiry } from "../../vendors/neon/branch-expiry.ts";
import { type ConnectionParts, describeConnection, toPooledHost } from "../../vendors/neon/connection.ts";
import type { BranchInputs, BranchOutputs } from "./branch-properties.ts";
import { type Compute, computeNames, toCompute, toEndpointSettings } from "./compute.ts";
import { converge } from "./convergence.ts";
import { observeCompute, observeConnection, requireReady } from "./parts.ts";
import { allAnswered, waitUntilShown } from "./presence.ts";

/** A branch and its compute, and how to enter it where role and database are declared. */
export interface ObservedBranch {
  readonly branch: NeonBranch;
  readonly endpoint: NeonEndpoint;
  readonly connection: ConnectionParts | undefined;
}

export interface BranchParts {
  readonly projectId: string;
  readonly branchId: string;
  readonly role?: string | undefined;
  readonly database?: string | undefined;
}

/** `undefined` when the branch is gone: deleted, expired, or with its project. */
export async function observeBranch(neon: NeonClient, parts: BranchParts): Promise<ObservedBranch | undefined> {
  const { projectId, branchId, role, database } = parts;
  const found = neon.branches.find(projectId, branchId);
  const compute = observeCompute(neon, parts);
  const named = role !== undefined && database !== undefined;
  const entered = named ? observeConnection(neon, { projectId, branchId, role, database }) : Promise.resolve(undefined);
  await allAnswered(found, compute, entered);
  const branch = await found;
  return branch && { branch, endpoint: await compute, connection: await entered };
}

/** What can be changed in place and compared with what is there. */
interface Properties extends Required<Compute> {
  readonly name: string;
  readonly protected: boolean;
  /** In UTC and whole seconds; `null` for a branch that stays. */
  readonly expiresAt: string | null;
}

export function toProperties({ branch, endpoint }: ObservedBranch): Properties {
  return {
    name: branch.name,
    protected: branch.protected,
    expiresAt: branch.expires_at === undefined ? null : normalizeNeonExpiry(branch.expires_at),
    ...toCompute(endpoint),
  };
}

export function toOutputs({ branch, endpoint, connection }: ObservedBranch): BranchOutputs {
  return {
    branchId: branch.id,
    endpointId: endpoint.id,
    host: endpoint.host,
    pooledHost: toPooledHost(endpoint.host),
    ...(connection && { password: connection.password, ...describeConnection(connection) }),
  };
}

/** Makes the branch as declared. `before` are the inputs it had, so that one that is no longer declared is taken back. */
export async function convergeBranch(
  neon: NeonClient,
  parts: BranchParts,
  inputs: BranchInputs,
  context: Context,
  before?: BranchInputs,
): Promise<ObservedBranch> {
  const desired = toDesired(inputs, before);
  return converge<ObservedBranch, Properties>({
    what: `branch ${parts.branchId}`,
    desired,
    toProperties,
    observe: () => requireBranch(neon, parts, context),
    apply: async (seen, differing) => {
      const changes = toChanges(desired, new Set(differing));
      if (Object.keys(changes).length > 0) await neon.branches.update(parts.projectId, seen.branch.id, changes);
      if (computeNames.some((size) => differing.includes(size))) {
        await neon.endpoints.update(parts.projectId, seen.endpoint.id, toEndpointSettings(desired));
      }
    },
  });
}

async function requireBranch(neon: NeonClient, parts: BranchParts, context: Context): Promise<ObservedBranch> {
  const seen = await waitUntilShown(neon, () => observeBranch(neon, parts));
  if (seen) {
    requireReady(seen.branch, seen.endpoint);
    return seen;
  }
  throw new Problem({
    code: "gone",
    what: `Neon branch ${parts.branchId} is gone; it may have expired.`,
    fix: "have the state forget it, and make another",
    commands: [line`pulumi up --refresh --stack ${context.stack}`],
  });
}

function toDesired(inputs: BranchInputs, before: BranchInputs | undefined): Partial<Properties> {
  const dropped = (name: keyof BranchInputs) => before?.[name] !== undefined && inputs[name] === undefined;
  const { name, protected: kept, expiresAt, minCu, maxCu, suspendTimeoutSeconds } = inputs;
  return {
    name,
    ...(kept !== undefined && { protected: kept }),
    ...(dropped("protected") && { protected: false }),
    ...(expiresAt !== undefined && { expiresAt: normalizeNeonExpiry(expiresAt) }),
    ...(dropped("expiresAt") && { expiresAt: null }),
    ...(minCu !== undefined && { minCu }),
    ...(maxCu !== undefined && { maxCu }),
    ...(suspendTimeoutSeconds !== undefined && { suspendTimeoutSeconds }),
    ...(dropped("suspendTimeoutSeconds") && { suspendTimeoutSeconds: 0 }),
  };
}

function toChanges(desired: Partial<Properties>, differing: ReadonlySet<keyof Properties>): NeonBranchChanges {
  const { name, protected: kept, expiresAt } = desired;
  return {
    ...(differing.has("name") && name !== undefined && { name }),
    ...(differing.has("protected") && kept !== undefined && { protected: kept }),
    ...(differing.has("expiresAt") && expiresAt !== undefined && { expires_at: expiresAt }),
  };
}

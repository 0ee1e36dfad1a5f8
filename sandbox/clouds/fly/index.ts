import type { Cloud } from "../core/cloud.ts";
import { authenticate } from "./access.ts";
import { declined } from "./declined.ts";
import type { FlyState } from "./entities.ts";
import { answerRefusals, failure, notServed } from "./errors.ts";
import { rateLimits } from "./rate-limits.ts";
import { apps } from "./routes/apps.ts";
import { certificates } from "./routes/certificates.ts";
import { graphql } from "./routes/graphql/graphql.ts";
import { ipAddresses } from "./routes/ip-addresses.ts";
import { leases } from "./routes/machines/leases.ts";
import { machines } from "./routes/machines/machines.ts";
import { metadata } from "./routes/machines/metadata.ts";
import { transitions } from "./routes/machines/transitions.ts";
import { wait } from "./routes/machines/wait.ts";
import { organizations } from "./routes/organizations.ts";
import { attachments } from "./routes/postgres/attachments.ts";
import { clusters } from "./routes/postgres/clusters.ts";
import { databases } from "./routes/postgres/databases.ts";
import { users } from "./routes/postgres/users.ts";
import { regions } from "./routes/regions.ts";
import { releases } from "./routes/releases.ts";
import { secrets } from "./routes/secrets.ts";
import { tokens } from "./routes/tokens.ts";
import { volumes } from "./routes/volumes.ts";
import { emptyState } from "./store.ts";

/** Fly.io's control plane: the Machines API under `/v1` and GraphQL under `/graphql`, on one address. */
export const flyCloud: Cloud<FlyState> = {
  name: "fly",
  empty: emptyState,
  operations: [
    ...apps,
    ...secrets,
    ...ipAddresses,
    ...certificates,
    ...volumes,
    ...machines,
    ...transitions,
    wait,
    ...leases,
    ...metadata,
    ...tokens,
    ...releases,
    ...organizations,
    regions,
    ...clusters,
    ...databases,
    ...users,
    ...attachments,
    ...graphql,
  ].map(answerRefusals),
  authenticate,
  failure,
  rateLimits,
  saysWhen: false,
  headers: (ids) => ({ "fly-request-id": `01${ids.hex("request", 24).toUpperCase()}-iad` }),
  notServed,
  declined,
};

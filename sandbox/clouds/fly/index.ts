import type { Cloud } from "../core/cloud.ts";
import { authenticate } from "./access.ts";
import { apps } from "./apps.ts";
import { certificates } from "./certificates.ts";
import { declined } from "./declined.ts";
import { answerRefusals, failure, notServed } from "./errors.ts";
import { graphql } from "./graphql/graphql.ts";
import { ipAddresses } from "./ip-addresses.ts";
import { leases } from "./machines/leases.ts";
import { machines } from "./machines/machines.ts";
import { metadata } from "./machines/metadata.ts";
import { transitions } from "./machines/transitions.ts";
import { wait } from "./machines/wait.ts";
import { attachments } from "./postgres/attachments.ts";
import { clusters } from "./postgres/clusters.ts";
import { databases } from "./postgres/databases.ts";
import { users } from "./postgres/users.ts";
import { regions } from "./regions.ts";
import { secrets } from "./secrets.ts";
import { emptyState, type FlyState } from "./state.ts";
import { tokens } from "./tokens.ts";

/** Fly.io's control plane: the Machines API under `/v1` and GraphQL under `/graphql`, on one address. */
export const flyCloud: Cloud<FlyState> = {
  name: "fly",
  empty: emptyState,
  operations: [
    ...apps,
    ...secrets,
    ...ipAddresses,
    ...certificates,
    ...machines,
    ...transitions,
    wait,
    ...leases,
    ...metadata,
    ...tokens,
    regions,
    ...clusters,
    ...databases,
    ...users,
    ...attachments,
    ...graphql,
  ].map(answerRefusals),
  authenticate,
  failure,
  headers: (ids) => ({ "fly-request-id": `01${ids.hex("request", 24).toUpperCase()}-iad` }),
  notServed,
  declined,
};

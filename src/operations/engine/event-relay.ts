import { credentials } from "@grpc/grpc-js";
import eventsGrpc from "@pulumi/pulumi/proto/events_grpc_pb.js";
import type { EventRequest } from "@pulumi/pulumi/proto/events_pb.js";

/** Hands an engine's events on, as they came. */
export interface EventRelay {
  readonly send: (event: EventRequest) => void;
  readonly close: () => void;
}

/**
 * A second reader of the event log, such as a page that shows a run while it goes: `PARITY_EVENT_LOG=tcp://host:port`, where
 * pulumirpc.Events is served, as behind the engine's own `--event-log`. Nothing fails because nobody reads there.
 */
export function openEventRelay(address: string | undefined): EventRelay | undefined {
  if (!address?.startsWith("tcp://")) return undefined;
  const client = new eventsGrpc.EventsClient(address.slice("tcp://".length), credentials.createInsecure());
  const stream = client.streamEvents(() => client.close());
  stream.on("error", () => undefined);
  return { send: (event) => void stream.write(event), close: () => stream.end() };
}

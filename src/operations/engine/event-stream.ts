import { Server, ServerCredentials, type ServerReadableStream, type sendUnaryData } from "@grpc/grpc-js";
import eventsGrpc from "@pulumi/pulumi/proto/events_grpc_pb.js";
import type { EventRequest } from "@pulumi/pulumi/proto/events_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { openEventRelay } from "./event-relay.ts";
import { type EngineEvent, parseEvent } from "./events.ts";

/** An address on 127.0.0.1 that takes one engine's event log. */
export interface EventStream {
  /** For `--event-log`. */
  readonly address: string;
  /** What could not be understood. It leaves open what the engine did: events of one run belong together. */
  readonly misread: readonly unknown[];
  /** Closes it once all has arrived that was sent. */
  readonly close: () => Promise<void>;
}

/** What is done with one engine's events. */
export interface EventTaker {
  readonly take: (event: EngineEvent) => void;
  /**
   * Called when a part of the run has come to its end: a preview and its update send their events apart. The engine goes on when it is
   * answered: it waits until its events have been received (pulumi/pulumi pkg/backend/display/display.go, `startEventLogger`).
   */
  readonly onPartEnd?: () => Promise<void>;
}

/**
 * The engine's events in memory. They never lie in a file: beside the steps, whose secrets are masked, the log holds
 * the SDK's debug messages, whose secrets are not.
 */
export async function openEventStream({ take, onPartEnd }: EventTaker): Promise<EventStream> {
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  const misread: unknown[] = [];
  const parts: Promise<void>[] = [];
  server.addService(eventsGrpc.EventsService, {
    streamEvents(call: ServerReadableStream<EventRequest, emptyPb.Empty>, callback: sendUnaryData<emptyPb.Empty>) {
      const relay = openEventRelay(process.env["PARITY_EVENT_LOG"]);
      const arrived = new Promise<void>((resolve) => {
        call.once("end", resolve).once("cancelled", resolve).once("error", resolve);
      });
      parts.push(arrived);
      call.on("data", (request: EventRequest) => {
        relay?.send(request);
        try {
          take(parseEvent(request.getEvent()));
        } catch (error) {
          misread.push(error);
        }
      });
      void arrived.then(() => relay?.close());
      call.on("end", async () => {
        await onPartEnd?.();
        callback(null, new emptyPb.Empty());
      });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    address: `tcp://127.0.0.1:${port}`,
    misread,
    async close() {
      await Promise.all(parts);
      server.forceShutdown();
    },
  };
}

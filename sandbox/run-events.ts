import { Server, ServerCredentials, type ServerReadableStream, type sendUnaryData } from "@grpc/grpc-js";
import eventsGrpc from "@pulumi/pulumi/proto/events_grpc_pb.js";
import type { EventRequest } from "@pulumi/pulumi/proto/events_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { writeJsonFile } from "./clouds/daemon-files.ts";
import type { SandboxFolder } from "./folder.ts";
import type { Run } from "./run.ts";
import { runFile } from "./run-file.ts";
import { RunRecorder } from "./run-recorder.ts";

/** How long what happens is gathered before it is written, in milliseconds. */
const gatherMs = 100;

/** A run that is being recorded. */
export interface Recording {
  /** Takes an engine's event log. */
  readonly address: string;
  readonly end: (exitCode: number) => void;
}

/** Records a command in the sandbox's folder as it goes. Of the engine's events, which may hold secrets, names and times are kept. */
export async function recordRun(folder: SandboxFolder, command: Pick<Run, "command" | "stack">): Promise<Recording> {
  const recorder = new RunRecorder(command);
  const write = () => writeJsonFile(runFile(folder), recorder.run);
  let waiting: NodeJS.Timeout | undefined;
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(eventsGrpc.EventsService, {
    streamEvents(call: ServerReadableStream<EventRequest, emptyPb.Empty>, callback: sendUnaryData<emptyPb.Empty>) {
      call.on("data", (request: EventRequest) => {
        recorder.take(JSON.parse(request.getEvent()));
        waiting ??= setTimeout(() => {
          waiting = undefined;
          write();
        }, gatherMs);
      });
      // An engine that is killed closes its stream in this way.
      call.on("error", () => undefined);
      call.on("end", () => callback(null, new emptyPb.Empty()));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  write();
  return {
    address: `tcp://127.0.0.1:${port}`,
    end(exitCode) {
      clearTimeout(waiting);
      recorder.end(exitCode);
      write();
      server.forceShutdown();
    },
  };
}

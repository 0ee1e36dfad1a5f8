import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { onTestFinished } from "vitest";

interface Line {
  readonly severity: number;
  readonly urn: string;
  readonly message: string;
}

/** The part of the engine that takes log lines, until the test is over. */
export async function startEngineLog() {
  const lines: Line[] = [];
  const engine = new Server();
  engine.addService(engineGrpc.EngineService, {
    log: (call: { request: enginePb.LogRequest }, callback: (error: null, answer: emptyPb.Empty) => void) => {
      const { severity, urn, message } = call.request.toObject();
      lines.push({ severity, urn, message });
      callback(null, new emptyPb.Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => engine.forceShutdown());
  return { lines, address: `127.0.0.1:${port}` };
}

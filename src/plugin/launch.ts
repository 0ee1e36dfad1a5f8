import { flushCompileCache } from "node:module";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerGrpc, { type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { EngineLog } from "./engine-log.ts";

// The engine sends and takes messages of up to 400 MB (pulumi/pulumi sdk/go/common/util/rpcutil/serve.go).
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * When what V8 has compiled is kept, after the start: by then the first calls have been answered. An engine kills its plugins when it ends
 * (pulumi/pulumi sdk/go/common/resource/plugin, `Close`), so that Node.js never gets to it, and the next start compiles all of it again.
 */
const KEEP_AFTER_MS = 250;

/** What of a plugin the process around it needs. */
export interface Launched {
  readonly log: EngineLog;
  readonly cancel: () => void;
}

/**
 * The engine's address among the arguments: the last. Flags for logs and traces come before it (pulumi/pulumi
 * sdk/go/common/resource/plugin/plugin.go). `undefined` for a plugin that is started by hand.
 */
export function findEngineAddress(args: readonly string[]): string | undefined {
  return args.findLast((argument) => !argument.startsWith("-"));
}

/** Serves on a free port of 127.0.0.1. Answers the port. */
export async function listen(service: IResourceProviderServer): Promise<{ server: Server; port: number }> {
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(providerGrpc.ResourceProviderService, service);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { server, port };
}

/**
 * Runs a service as a Pulumi plugin process: prints the port as the only line on standard output, and ends on SIGINT,
 * SIGTERM, or when the engine that started it is gone.
 */
export async function launch(service: IResourceProviderServer, plugin: Launched): Promise<void> {
  const engineAddress = findEngineAddress(process.argv.slice(2));
  if (engineAddress) plugin.log.attach(engineAddress);
  const { server, port } = await listen(service);

  const stop = (): never => {
    plugin.cancel();
    server.forceShutdown();
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (engineAddress) {
    const engine = process.ppid;
    setInterval(() => process.ppid === engine || stop(), 1000).unref();
  }
  process.stdout.write(`${port}\n`);
  setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
}

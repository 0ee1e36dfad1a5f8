import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Launched } from "../../../src/plugin/launch.ts";

/** A stub of a plugin, ready to be served. */
export interface Stub {
  readonly service: IResourceProviderServer;
  readonly session: Launched;
}

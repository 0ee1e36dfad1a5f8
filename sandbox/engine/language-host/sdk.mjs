import { createRequire } from "node:module";

/** Resolves as @pulumi/pulumi itself does, so the messages and the gRPC library below belong together. */
const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));

export const grpc = require("@grpc/grpc-js");
export const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
export const messages = require("@pulumi/pulumi/proto/language_pb.js");
export const { PackageDependency, PackageParameterization, PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");
export const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

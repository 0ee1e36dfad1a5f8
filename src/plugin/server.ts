import { type handleUnaryCall, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { z } from "zod";
import { hidingSecrets } from "../problem/secrets.ts";
import { CallFailure, toCallFailure } from "./failure.ts";
import { launch } from "./launch.ts";
import { describePackage } from "./package-schema.ts";
import { decodeProperties, encodeProperties } from "./property-values.ts";
import { checkConfig, describeSettings, diffConfig } from "./provider-config.ts";
import { createResourceService } from "./resource-service.ts";
import { type PluginOptions, parseUrn, Session } from "./session.ts";

export type { PluginOptions } from "./session.ts";

/** Runs a plugin in this process until the engine ends it. The engine's address is the first argument. */
export async function servePlugin<Config extends z.ZodObject, C>(options: PluginOptions<Config, C>): Promise<void> {
  const session = new Session(options);
  await launch(createService(session), session);
}

/** The whole `pulumirpc.ResourceProvider` service of one plugin. */
export function createService<Config extends z.ZodObject, C>(session: Session<Config, C>): IResourceProviderServer {
  const { options } = session;
  const resources = createResourceService(session);

  /** Adapts a function to gRPC. Lines it logged reach the engine before its answer does; both are without its secrets. */
  function unary<Request, Response>(
    handle: (request: Request) => Response | Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return async (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
      await hidingSecrets(async () => {
        try {
          const response = await handle(call.request);
          await session.log.flush();
          callback(null, response);
        } catch (error) {
          await session.log.flush();
          callback(toCallFailure(error));
        }
      }, urnOf(call.request));
    };
  }

  const unimplemented = (reason: string) => new CallFailure(status.UNIMPLEMENTED, reason);
  const refuse = (reason: string) =>
    unary((): never => {
      throw unimplemented(reason);
    });

  return {
    handshake: unary((request: providerPb.ProviderHandshakeRequest) => {
      session.log.attach(request.getEngineAddress());
      const response = new providerPb.ProviderHandshakeResponse();
      return response.setAcceptSecrets(true);
    }),
    attach: unary((request: pluginPb.PluginAttach) => {
      session.log.attach(request.getAddress());
      return new emptyPb.Empty();
    }),
    getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion(options.version)),
    getSchema: unary((request: providerPb.GetSchemaRequest) => {
      const version = request.getVersion();
      if (version !== 0) throw unimplemented(`Package schema version ${version} is not known: only 0 is.`);
      return new providerPb.GetSchemaResponse().setSchema(JSON.stringify(describePackage(options)));
    }),
    checkConfig: unary((request: providerPb.CheckRequest) => {
      const { value, problems } = checkConfig(options, decodeProperties(request.getNews()));
      const { stack } = parseUrn(request.getUrn());
      const response = new providerPb.CheckResponse().setInputs(encodeProperties(value));
      // Naming the property would have the engine print its value, and most settings are tokens.
      for (const problem of problems) {
        response.addFailures(
          new providerPb.CheckFailure().setReason(describeSettings(options, [problem], stack).message),
        );
      }
      return response;
    }),
    diffConfig: unary((request: providerPb.DiffRequest) => {
      const before = decodeProperties(request.getOldInputs() ?? request.getOlds());
      const { DIFF_SOME, DIFF_NONE } = providerPb.DiffResponse.DiffChanges;
      const differs = diffConfig(before, decodeProperties(request.getNews()));
      return new providerPb.DiffResponse().setChanges(differs ? DIFF_SOME : DIFF_NONE);
    }),
    configure: unary((request: providerPb.ConfigureRequest) => {
      session.configure(decodeProperties(request.getArgs()));
      const response = new providerPb.ConfigureResponse();
      return response.setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: unary(resources.check),
    diff: unary(resources.diff),
    create: unary(resources.create),
    read: unary(resources.read),
    update: unary(resources.update),
    delete: unary(resources.delete),
    cancel: unary(() => {
      session.cancel();
      return new emptyPb.Empty();
    }),
    getMapping: unary(() => new providerPb.GetMappingResponse()),
    getMappings: unary(() => new providerPb.GetMappingsResponse()),
    invoke: refuse(`The ${options.name} plugin has no functions.`),
    call: refuse(`The ${options.name} plugin has no methods.`),
    construct: refuse(`The ${options.name} plugin has no components.`),
    parameterize: refuse(`The ${options.name} plugin takes no parameters.`),
    list: (call) => {
      call.emit("error", unimplemented(`The ${options.name} plugin cannot list resources.`));
    },
  };
}

/** Empty for a request that is not about a resource. */
function urnOf(request: unknown): string {
  const { getUrn } = request as { readonly getUrn?: () => string };
  return getUrn?.call(request) ?? "";
}

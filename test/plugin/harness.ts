import { credentials, type ServiceError } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc, { type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { z } from "zod";
import { listen } from "../../src/plugin/launch.ts";
import {
  decodeProperties,
  encodeProperties,
  type PropertyMap,
  type PropertyValue,
  Secret,
  UNKNOWN,
} from "../../src/plugin/property-values.ts";
import { createService, type PluginOptions } from "../../src/plugin/server.ts";
import { Session } from "../../src/plugin/session.ts";

/** A value that a preview does not know. */
export const unknown = UNKNOWN;

/** A value as a program gives it with `pulumi.secret`, or as a plugin marks it. */
export const secret = (value: PropertyValue): Secret => new Secret(value);

/** What the engine keeps of a resource. */
export interface Kept {
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/** A refused call. `remains` is what the engine keeps after a partial failure. */
export class PluginFailure extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly remains?: Kept & { readonly id: string; readonly reasons: readonly string[] },
  ) {
    super(message);
  }
}

/** Kinds of changes by property path, as the engine's preview shows them. */
export interface Diff {
  readonly changes: Readonly<Record<string, string>>;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export type TestPlugin = Awaited<ReturnType<typeof startPlugin>>;

/** Starts a plugin in this process and talks to it as the engine does: gRPC over a socket. Close it after the test. */
export async function startPlugin<Config extends z.ZodObject, C>(
  options: PluginOptions<Config, C>,
  serve: (session: Session<Config, C>) => IResourceProviderServer = createService,
) {
  const { server, port } = await listen(serve(new Session(options)));
  const client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const urn = (token: string, name: string) => `urn:pulumi:staging::plyr::${token}::${name}`;

  return {
    client,
    urn,

    async close(): Promise<void> {
      client.close();
      server.forceShutdown();
    },

    /** Tells the plugin where the engine takes log lines. */
    async attach(address: string): Promise<void> {
      await ask<emptyPb.Empty>((done) => client.attach(new pluginPb.PluginAttach().setAddress(address), done));
    },

    async configure(settings: PropertyMap = {}): Promise<void> {
      const request = new providerPb.ConfigureRequest().setArgs(encodeProperties(settings));
      await ask<providerPb.ConfigureResponse>((done) => client.configure(request, done));
    },

    async checkConfig(news: PropertyMap) {
      const request = new providerPb.CheckRequest().setUrn(urn("pulumi:providers:toy", "default"));
      request.setNews(encodeProperties(news));
      return toChecked(await ask<providerPb.CheckResponse>((done) => client.checkConfig(request, done)));
    },

    async diffConfig(before: PropertyMap, news: PropertyMap): Promise<Diff & { readonly differs: boolean }> {
      const request = new providerPb.DiffRequest().setUrn(urn("pulumi:providers:toy", "default"));
      request.setOldInputs(encodeProperties(before)).setNews(encodeProperties(news));
      return toDiff(await ask<providerPb.DiffResponse>((done) => client.diffConfig(request, done)));
    },

    /** `before` are the inputs in state; none for a new resource. */
    async check(token: string, news: PropertyMap, before: PropertyMap = {}, name = "thing") {
      const request = new providerPb.CheckRequest().setUrn(urn(token, name));
      request.setOlds(encodeProperties(before)).setNews(encodeProperties(news));
      return toChecked(await ask<providerPb.CheckResponse>((done) => client.check(request, done)));
    },

    async diff(token: string, before: Partial<Kept>, news: PropertyMap, ignoreChanges: string[] = [], id = "any") {
      const request = new providerPb.DiffRequest().setUrn(urn(token, "thing")).setId(id);
      request.setOlds(encodeProperties(before.outputs ?? before.inputs ?? {})).setNews(encodeProperties(news));
      if (before.inputs) request.setOldInputs(encodeProperties(before.inputs));
      request.setIgnorechangesList(ignoreChanges);
      return toDiff(await ask<providerPb.DiffResponse>((done) => client.diff(request, done)));
    },

    async previewCreate(token: string, inputs: PropertyMap, name = "thing"): Promise<PropertyMap> {
      const request = new providerPb.CreateRequest().setUrn(urn(token, name)).setPreview(true);
      request.setProperties(encodeProperties(inputs));
      const response = await ask<providerPb.CreateResponse>((done) => client.create(request, done));
      return decodeProperties(response.getProperties());
    },

    async create(token: string, inputs: PropertyMap, name = "thing"): Promise<Kept & { readonly id: string }> {
      const request = new providerPb.CreateRequest().setUrn(urn(token, name)).setProperties(encodeProperties(inputs));
      const response = await ask<providerPb.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), inputs, outputs: decodeProperties(response.getProperties()) };
    },

    /** Without `before` it is an import. Answers `undefined` for what is gone. */
    async read(token: string, id: string, before?: Kept, name = "thing") {
      const request = new providerPb.ReadRequest().setUrn(urn(token, name)).setId(id);
      if (before) {
        request.setInputs(encodeProperties(before.inputs)).setProperties(encodeProperties(before.outputs));
      }
      const response = await ask<providerPb.ReadResponse>((done) => client.read(request, done));
      if (response.getId() === "") return undefined;
      return { id: response.getId(), inputs: decode(response.getInputs()), outputs: decode(response.getProperties()) };
    },

    async previewUpdate(token: string, id: string, before: Kept, news: PropertyMap, name = "thing") {
      const request = updateRequest(urn(token, name), id, before, news).setPreview(true);
      const response = await ask<providerPb.UpdateResponse>((done) => client.update(request, done));
      return decodeProperties(response.getProperties());
    },

    async update(token: string, id: string, before: Kept, news: PropertyMap, name = "thing"): Promise<Kept> {
      const request = updateRequest(urn(token, name), id, before, news);
      const response = await ask<providerPb.UpdateResponse>((done) => client.update(request, done));
      return { inputs: news, outputs: decodeProperties(response.getProperties()) };
    },

    async delete(token: string, id: string, before: Kept, name = "thing"): Promise<void> {
      const request = new providerPb.DeleteRequest().setUrn(urn(token, name)).setId(id);
      request.setOldInputs(encodeProperties(before.inputs)).setProperties(encodeProperties(before.outputs));
      await ask<emptyPb.Empty>((done) => client.delete(request, done));
    },

    async cancel(): Promise<void> {
      await ask<emptyPb.Empty>((done) => client.cancel(new emptyPb.Empty(), done));
    },
  };
}

/** How a call is refused. Throws when it is not. */
export async function failureOf(call: Promise<unknown>): Promise<PluginFailure> {
  const failure = await call.catch((error: unknown) => error);
  if (failure instanceof PluginFailure) return failure;
  throw new Error(`expected the plugin to refuse, but: ${failure}`);
}

/** Makes one call, and a refusal a `PluginFailure`. */
export function ask<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(toFailure(error)) : resolve(response)));
  });
}

function toFailure(error: ServiceError): PluginFailure {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (packed === undefined) return new PluginFailure(error.code, error.details);
  const [detail] = statusPb.Status.deserializeBinary(packed as Buffer).getDetailsList();
  const failed = providerPb.ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
  return new PluginFailure(error.code, error.details, {
    id: failed.getId(),
    inputs: decode(failed.getInputs()),
    outputs: decode(failed.getProperties()),
    reasons: failed.getReasonsList(),
  });
}

function toChecked(response: providerPb.CheckResponse) {
  const failures = response.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()] as const);
  return { inputs: decodeProperties(response.getInputs()), failures };
}

function toDiff(response: providerPb.DiffResponse): Diff & { readonly differs: boolean } {
  const kinds = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];
  const changes: Record<string, string> = {};
  response.getDetaileddiffMap().forEach((change, path) => {
    changes[path] = kinds[change.getKind()] ?? "";
  });
  return {
    differs: response.getChanges() === providerPb.DiffResponse.DiffChanges.DIFF_SOME,
    changes,
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

function updateRequest(urn: string, id: string, before: Kept, news: PropertyMap): providerPb.UpdateRequest {
  const request = new providerPb.UpdateRequest().setUrn(urn).setId(id).setNews(encodeProperties(news));
  return request.setOlds(encodeProperties(before.outputs)).setOldInputs(encodeProperties(before.inputs));
}

function decode(struct: Struct | undefined): PropertyMap {
  return decodeProperties(struct);
}

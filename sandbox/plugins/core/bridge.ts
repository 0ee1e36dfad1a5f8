import type { handleUnaryCall } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import type { z } from "zod";
import { parsePath } from "../../../src/plugin/property-path.ts";
import { decodeProperties, encodeProperties } from "../../../src/plugin/property-values.ts";
import { createService } from "../../../src/plugin/server.ts";
import type { Session } from "../../../src/plugin/session.ts";
import { type BridgedType, complete, fill, mark, pick, unmarked, withoutAdded } from "./bridged-state.ts";

export interface BridgeOptions {
  readonly types: { readonly [token: string]: BridgedType };
  /** A difference names whole top-level properties, and no value in them. */
  readonly coarse: boolean;
}

/**
 * The service of a plugin as Pulumi's bridge to a Terraform provider answers it: the marks `__defaults` among inputs and `__meta` among
 * outputs, inputs that are not added, and differences that name more, and less exactly, than what the program changed.
 */
export function createBridgedService<Config extends z.ZodObject, C>(
  session: Session<Config, C>,
  { types, coarse }: BridgeOptions,
): IResourceProviderServer {
  const service = createService(session);
  const typeOf = (urn: string): BridgedType => types[session.definition(urn).token] ?? {};

  const check = around(service.check, (request: providerPb.CheckRequest) => {
    const { defaults, computed } = typeOf(request.getUrn());
    const given = unmarked(request.getNews());
    request.setNews(encodeProperties(given)).setOlds(encodeProperties(unmarked(request.getOlds())));
    return (response: providerPb.CheckResponse) => {
      const checked = withoutAdded(decodeProperties(response.getInputs()), { ...defaults, ...computed }, given);
      const added = Object.keys(checked).filter((name) => !Object.hasOwn(given, name));
      response.setInputs(encodeProperties(mark(checked, added)));
    };
  });

  /** Fills in what the program left out, on both sides of a change. */
  const compare = (request: providerPb.DiffRequest | providerPb.UpdateRequest) => {
    const { defaults, computed } = typeOf(request.getUrn());
    const outputs = unmarked(request.getOlds());
    const old = unmarked(request.getOldInputs());
    const before = fill(old, { ...defaults, ...computed, ...pick(outputs, { ...defaults, ...computed }) });
    const news = fill(unmarked(request.getNews()), { ...defaults, ...pick(before, computed) });
    request.setOlds(encodeProperties(outputs)).setNews(encodeProperties(news));
    // An engine that does not send them sends the outputs alone.
    request.setOldInputs(encodeProperties(Object.keys(old).length > 0 ? before : old));
  };

  return {
    ...service,
    check,
    diff: around(service.diff, (request: providerPb.DiffRequest) => {
      compare(request);
      return (response: providerPb.DiffResponse) => {
        if (coarse) blur(response, typeOf(request.getUrn()).moves ?? []);
      };
    }),
    create: around(service.create, (request: providerPb.CreateRequest) => {
      const type = typeOf(request.getUrn());
      const given = fill(unmarked(request.getProperties()), { ...type.defaults, ...type.computed });
      request.setProperties(encodeProperties(given));
      return (response: providerPb.CreateResponse) => {
        if (!request.getPreview()) response.setProperties(complete(response.getProperties(), response.getId(), type));
      };
    }),
    read: around(service.read, (request: providerPb.ReadRequest) => {
      const type = typeOf(request.getUrn());
      const left = { ...type.defaults, ...type.computed };
      const inputs = decodeProperties(request.getInputs());
      const outputs = unmarked(request.getProperties());
      const known = Object.keys(outputs).length > 0;
      const filled = known ? fill(unmarked(request.getInputs()), { ...left, ...pick(outputs, left) }) : {};
      request.setInputs(encodeProperties(filled)).setProperties(encodeProperties(outputs));
      return (response: providerPb.ReadResponse) => {
        if (response.getId() === "") return;
        const live = withoutAdded(decodeProperties(response.getInputs()), left, inputs);
        const { __defaults: added } = inputs;
        response.setInputs(encodeProperties(mark(live, Array.isArray(added) ? added : [])));
        response.setProperties(complete(response.getProperties(), response.getId(), type));
      };
    }),
    update: around(service.update, (request: providerPb.UpdateRequest) => {
      compare(request);
      return (response: providerPb.UpdateResponse) => {
        if (request.getPreview()) return;
        response.setProperties(complete(response.getProperties(), request.getId(), typeOf(request.getUrn())));
      };
    }),
    delete: around(service.delete, (request: providerPb.DeleteRequest) => {
      request.setProperties(encodeProperties(unmarked(request.getProperties())));
      request.setOldInputs(encodeProperties(unmarked(request.getOldInputs())));
      return () => {};
    }),
  };
}

/** `prepare` changes the request, and answers what changes the response. */
function around<Request, Response>(
  handle: handleUnaryCall<Request, Response>,
  prepare: (request: Request) => (response: Response) => void,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const finish = prepare(call.request);
    handle(call, (error, response, ...rest) => {
      if (!error && response) finish(response);
      callback(error, response, ...rest);
    });
  };
}

/** Every difference by its top-level property, and the computed properties, as if any output might have changed. */
function blur(response: providerPb.DiffResponse, moves: readonly string[]): void {
  const details = response.getDetaileddiffMap();
  const names = [...new Set([...details.keys()].map((path) => String(parsePath(path)[0])))];
  if (names.length === 0) return;
  const { UPDATE, UPDATE_REPLACE } = providerPb.PropertyDiff.Kind;
  const replaced = response.getReplacesList();
  details.clear();
  for (const name of [...names, ...moves]) {
    details.set(name, new providerPb.PropertyDiff().setKind(replaced.includes(name) ? UPDATE_REPLACE : UPDATE));
  }
  response.setDiffsList([...new Set([...names, ...moves])]);
}

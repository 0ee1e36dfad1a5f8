import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { z } from "zod";
import { Problem } from "../problem/problem.ts";
import { hideSecrets, rememberSecrets } from "../problem/secrets.ts";
import { checkInputs } from "./check.ts";
import { type ChangeKind, diffInputs } from "./diff.ts";
import { type Remains, toCallFailure } from "./failure.ts";
import { formatPath } from "./property-path.ts";
import {
  containsSecret,
  decodeProperties,
  encodeProperties,
  mapValues,
  type PropertyMap,
  seal,
  secretTexts,
} from "./property-values.ts";
import { type AnyDefinition, type Context, PartialFailure } from "./resource.ts";
import {
  joinOutputs,
  plainState,
  previewCreate,
  previewUpdate,
  type StateToday,
  sealInputs,
  stateToday,
} from "./resource-state.ts";
import type { Session } from "./session.ts";

/** The lifecycle of resources: the calls of `pulumirpc.ResourceProvider` that name one. */
export function createResourceService<Config extends z.ZodObject, C>(session: Session<Config, C>) {
  return {
    async check(request: providerPb.CheckRequest) {
      const definition = session.definition(request.getUrn());
      const given = decode(definition, request.getNews());
      const checked = checkInputs(definition, decode(definition, request.getOlds()), given);
      const response = new providerPb.CheckResponse();
      response.setInputs(encodeProperties(checked.value));
      for (const problem of checked.problems) {
        const property = formatPath(problem.where?.path ?? []);
        const failure = response.addFailures(new providerPb.CheckFailure());
        // The engine prints the value of the top-level property a failure names, secret or not.
        const printed = Object.hasOwn(given, property) && isSecretInput(definition, given, property);
        failure.setProperty(printed ? "" : property);
        failure.setReason(hideSecrets(printed ? `${property}: ${problem.message}` : problem.message));
      }
      return response;
    },

    async diff(request: providerPb.DiffRequest) {
      const definition = session.definition(request.getUrn());
      const before = keptOf(definition, request.getId(), request.getOldInputs(), request.getOlds());
      const after = decode(definition, request.getNews());
      const difference = diffInputs(definition, before.inputs, after, request.getIgnorechangesList());
      if (difference.replaced.length === 0) requireSound(definition, before, session.context(request.getUrn()));
      const response = new providerPb.DiffResponse();
      const { DIFF_SOME, DIFF_NONE } = providerPb.DiffResponse.DiffChanges;
      const changed = [...difference.changed, ...before.added];
      response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
      response.setDiffsList(changed);
      response.setReplacesList([...difference.replaced]);
      response.setDeletebeforereplace(definition.createBeforeDelete !== true);
      response.setHasdetaileddiff(true);
      for (const [path, { kind, replace }] of difference.changes) {
        const change = new providerPb.PropertyDiff();
        change.setKind(kindOf(kind, replace));
        change.setInputdiff(true);
        response.getDetaileddiffMap().set(path, change);
      }
      for (const name of before.added) {
        response.getDetaileddiffMap().set(name, new providerPb.PropertyDiff().setKind(kindOf("add", false)));
      }
      return response;
    },

    async create(request: providerPb.CreateRequest) {
      const definition = session.definition(request.getUrn());
      const inputs = decode(definition, request.getProperties());
      const response = new providerPb.CreateResponse();
      if (request.getPreview()) return response.setProperties(encodeProperties(previewCreate(definition, inputs)));
      const context = session.context(request.getUrn(), request.getTimeout());
      const plain = plainState(definition, inputs, {}).inputs;
      const live = await keeping(definition, inputs, () =>
        definition.create({ clouds: session.clouds(), inputs: plain, context }),
      );
      response.setId(live.id);
      return response.setProperties(encodeProperties(outputsOf(definition, live, inputs)));
    },

    async read(request: providerPb.ReadRequest) {
      const definition = session.definition(request.getUrn());
      const { inputs, outputs } = keptOf(definition, request.getId(), request.getInputs(), request.getProperties());
      const known = Object.keys(outputs).length > 0 ? plainState(definition, inputs, outputs) : undefined;
      const context = session.context(request.getUrn(), request.getTimeout());
      const live = await keeping(definition, inputs, () =>
        definition.read({ clouds: session.clouds(), id: request.getId(), known, context }),
      );
      const response = new providerPb.ReadResponse();
      if (!live) return response;
      response.setId(live.id);
      response.setInputs(encodeProperties(sealInputs(definition, live.inputs, inputs)));
      return response.setProperties(encodeProperties(outputsOf(definition, live, inputs)));
    },

    async update(request: providerPb.UpdateRequest) {
      const definition = session.definition(request.getUrn());
      const before = keptOf(definition, request.getId(), request.getOldInputs(), request.getOlds());
      const inputs = decode(definition, request.getNews());
      const response = new providerPb.UpdateResponse();
      if (request.getPreview()) {
        const { changed } = diffInputs(definition, before.inputs, inputs, request.getIgnorechangesList());
        return response.setProperties(encodeProperties(previewUpdate(definition, before.outputs, inputs, changed)));
      }
      const { update } = definition;
      if (!update) {
        const what = `${definition.token} cannot be changed in place: every change replaces it.`;
        throw new Problem({ code: "never-updated", what, fix: "use an engine that asks before it updates" });
      }
      const context = session.context(request.getUrn(), request.getTimeout());
      const order = {
        id: request.getId(),
        before: plainState(definition, before.inputs, before.outputs),
        inputs: plainState(definition, inputs, {}).inputs,
        context,
      };
      const updated = await keeping(definition, inputs, () => update({ clouds: session.clouds(), ...order }));
      return response.setProperties(encodeProperties(outputsOf(definition, { inputs, outputs: updated }, inputs)));
    },

    async delete(request: providerPb.DeleteRequest) {
      const definition = session.definition(request.getUrn());
      const kept = keptOf(definition, request.getId(), request.getOldInputs(), request.getProperties());
      const before = plainState(definition, kept.inputs, kept.outputs);
      const context = session.context(request.getUrn(), request.getTimeout());
      await definition.delete({ clouds: session.clouds(), id: request.getId(), before, context });
      return new emptyPb.Empty();
    },
  };
}

/** What the engine sent of a resource. No text of the operation repeats its secrets. */
function decode<C>(
  { secretInputs = [], secretOutputs = [] }: AnyDefinition<C>,
  struct: Struct | undefined,
): PropertyMap {
  const secret = new Set([...secretInputs, ...secretOutputs]);
  const map = decodeProperties(struct);
  rememberSecrets(...secretTexts(mapValues(map, (value, name) => (secret.has(name) ? seal(value) : value))));
  return map;
}

/** What the engine sent of a resource in state, as the definition writes it today. */
function keptOf<C>(
  definition: AnyDefinition<C>,
  id: string,
  inputs: Struct | undefined,
  outputs: Struct | undefined,
): StateToday {
  const sent = { id, inputs: decode(definition, inputs), outputs: decode(definition, outputs) };
  const kept = stateToday(definition, sent);
  rememberSecrets(...secretTexts(kept.outputs));
  return kept;
}

function requireSound<C>(definition: AnyDefinition<C>, { inputs, outputs }: StateToday, context: Context): void {
  const problem = definition.checkState?.(plainState(definition, inputs, outputs), context);
  if (problem) throw problem;
}

function outputsOf<C>(
  definition: AnyDefinition<C>,
  live: { readonly inputs: PropertyMap; readonly outputs: PropertyMap },
  model: PropertyMap,
): PropertyMap {
  return joinOutputs(definition, sealInputs(definition, live.inputs, model), live.outputs);
}

/** Turns a partial failure into what the engine must keep of the resource. */
async function keeping<C, T>(
  definition: AnyDefinition<C>,
  model: PropertyMap,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    const live = { inputs: error.live.inputs as PropertyMap, outputs: error.live.outputs as PropertyMap };
    const remains: Remains = {
      id: error.live.id,
      inputs: sealInputs(definition, live.inputs, model),
      outputs: outputsOf(definition, live, model),
      reasons: error.reasons,
    };
    rememberSecrets(...secretTexts(remains.outputs));
    throw toCallFailure(error, remains);
  }
}

function isSecretInput<C>(definition: AnyDefinition<C>, given: PropertyMap, name: string): boolean {
  return (definition.secretInputs?.includes(name) ?? false) || containsSecret(given[name] ?? null);
}

function kindOf(kind: ChangeKind, replace: boolean) {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = providerPb.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  return kinds[kind][replace ? 1 : 0];
}

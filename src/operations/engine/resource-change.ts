import { formatPath, type PropertyPath, parsePath } from "../../plugin/property-path.ts";
import { SIGNATURE_KEY, UNKNOWNS } from "../../plugin/wire-marks.ts";
import { describeType, type ResourceType } from "../../provider/resource-types.ts";
import type { Action, PropertyChange, ResourceChange } from "./change.ts";
import type { EngineStep } from "./events.ts";

/** The engine's operations that change something, by what they come to (pulumi/pulumi sdk/go/common/display). */
const actions: { readonly [op: string]: Action } = {
  create: "create",
  update: "update",
  delete: "delete",
  import: "create",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/** A resource at a cloud, or a value in state: not a component, nor a provider, nor the stack. */
export function isResource({ type, old, new: next }: EngineStep): boolean {
  return (next ?? old)?.custom === true && !type.startsWith("pulumi:");
}

/** What a step does to its resource, or `undefined` when it changes nothing. A replacement has several steps. */
export function changeOf(step: EngineStep): ResourceChange | undefined {
  const action = actionOf(step);
  if (action === undefined) return undefined;
  const type = describeType(step.type);
  return {
    urn: step.urn,
    resource: nameResource(step.urn),
    action,
    stateful: type.stateful !== undefined,
    properties: action === "create" || action === "delete" ? [] : propertiesOf(step, type),
  };
}

/**
 * A refresh of its own says what it found in the operation. One before a preview says `refresh` whatever it found: then
 * the state after it is missing, differs, or not.
 */
function actionOf({ op, new: next, detailedDiff }: EngineStep): Action | undefined {
  if (op !== "refresh") return actions[op];
  if (!next) return "delete";
  return Object.keys(detailedDiff ?? {}).length > 0 ? "update" : undefined;
}

/** `parity:fly:Secrets` of `urn:…::parity:index:Environment$…$parity:fly:Secrets::api`. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** `fly Secrets api` for `urn:…::parity:index:Environment$…$parity:fly:Secrets::api`. */
export function nameResource(urn: string): string {
  const [vendor = "", module = "", kind = ""] = typeOf(urn).split(":");
  const name = urn.split("::")[3] ?? "";
  const owner = vendor !== "parity" ? vendor : module === "index" ? "" : module;
  return [owner, kind, name].filter((part) => part !== "").join(" ");
}

function propertiesOf(step: EngineStep, type: ResourceType): PropertyChange[] {
  const detailed = Object.entries(step.detailedDiff ?? {});
  const replacing = new Set(step.keys ?? []);
  if (detailed.length > 0) {
    return detailed.map(([text, { diffKind, inputDiff }]) => {
      const [added, removed] = [diffKind.startsWith("add"), diffKind.startsWith("delete")];
      const kind = added ? "add" : removed ? "remove" : "change";
      const replaces = diffKind.endsWith("-replace") || replacing.has(String(parsePath(text)[0]));
      return describeProperty(step, type, { path: parsePath(text), kind, inputDiff: inputDiff ?? false, replaces });
    });
  }
  // A provider that gives no details names the properties alone.
  return (step.diffs ?? []).map((name) =>
    describeProperty(step, type, { path: [name], kind: "change", inputDiff: false, replaces: replacing.has(name) }),
  );
}

interface Difference {
  readonly path: PropertyPath;
  readonly kind: PropertyChange["kind"];
  /** The old value is the old input; else it is the old output. */
  readonly inputDiff: boolean;
  readonly replaces: boolean;
}

function describeProperty(step: EngineStep, type: ResourceType, { path, kind, inputDiff, replaces }: Difference) {
  const base = { path: formatPath(path), kind, replaces };
  const old = inputDiff ? step.old?.inputs : (step.old?.outputs ?? step.old?.inputs);
  const before = kind === "add" ? undefined : valueAt(old, path);
  const after = kind === "remove" ? undefined : valueAt(step.new?.inputs, path);
  if (!type.shown.has(String(path[0])) || isSecret(before) || isSecret(after)) {
    return { ...base, values: "hidden" } as const;
  }
  const values = isDeferred(after) ? "deferred" : "shown";
  return {
    ...base,
    values,
    ...(before !== undefined && { before }),
    ...(after !== undefined && values === "shown" && { after }),
  } as const;
}

function valueAt(properties: unknown, path: PropertyPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined,
    properties,
  );
}

function isSecret(value: unknown): boolean {
  return someValue(value, (one) => one === "[secret]" || (isObject(one) && SIGNATURE_KEY in one));
}

function isDeferred(value: unknown): boolean {
  return someValue(value, (one) => typeof one === "string" && UNKNOWNS.has(one));
}

function someValue(value: unknown, is: (one: unknown) => boolean): boolean {
  return is(value) || (isObject(value) && Object.values(value).some((inner) => someValue(inner, is)));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

import { formatPath, type PropertyPath, parsePath } from "../../plugin/property-path.ts";
import { SIGNATURE_KEY, UNKNOWNS } from "../../plugin/wire-marks.ts";
import { describeType, type ResourceType } from "../../provider/resource-types.ts";
import type { Action, PropertyChange, ResourceChange } from "./change.ts";
import type { EngineStep } from "./events.ts";
import { compareLeaves, type Leaf } from "./leaves.ts";

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
  const properties = action === "create" || action === "delete" ? [] : propertiesOf(step, type);
  // A refresh also sees what the vendor computes move, such as the last deployment of a Pages project.
  if (step.op === "refresh" && action === "update" && properties.length === 0) return undefined;
  return { urn: step.urn, resource: nameResource(step.urn), action, stateful: type.stateful !== undefined, properties };
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

/**
 * What differs of a resource, by its inputs. A provider names more and less: whole properties, where one value in them differs,
 * and properties that only the vendor computes (the official cloudflare plugin does both).
 */
function propertiesOf(step: EngineStep, type: ResourceType): PropertyChange[] {
  const replacing = new Set(step.keys ?? []);
  const detailed = Object.entries(step.detailedDiff ?? {}).map(([text, { diffKind }]) => ({
    path: parsePath(text),
    kind: diffKind.startsWith("add") ? "add" : diffKind.startsWith("delete") ? "remove" : "change",
    replaces: diffKind.endsWith("-replace") || replacing.has(String(parsePath(text)[0])),
  }));
  // A provider that gives no details names the properties alone.
  const alone = (step.diffs ?? []).map((name) => ({ path: [name], kind: "change", replaces: replacing.has(name) }));
  const named = detailed.length > 0 ? detailed : alone;
  const found = named.flatMap((one) => describeProperty(step, type, one as Difference));
  return [...new Map(found.map((one) => [one.path, one])).values()];
}

/** As the provider says. */
interface Difference {
  readonly path: PropertyPath;
  readonly kind: PropertyChange["kind"];
  readonly replaces: boolean;
}

function describeProperty(step: EngineStep, type: ResourceType, { path, kind, replaces }: Difference) {
  const [before, after] = [valueAt(step.old?.inputs ?? step.old?.outputs, path), valueAt(step.new?.inputs, path)];
  const name = String(path[0]);
  if (type.ignored?.includes(name) && !replaces) return [];
  const shown = type.shown.has(name);
  const given = before !== undefined || after !== undefined;
  if (isSecret(before) || isSecret(after) || (given && !shown)) {
    return [{ path: formatPath(path), kind, replaces, values: "hidden" } as const];
  }
  const leaves = given ? compareLeaves(before, after, path) : shown ? compareOutputs(step, path) : [];
  // What a replacement is for is told in any case.
  if (leaves.length === 0 && replaces) return [{ path: formatPath(path), kind, replaces, values: "deferred" } as const];
  return leaves.map((leaf) => describeLeaf(leaf, replaces));
}

/**
 * What a program may give and this one does not: somebody else set it, and a default is put back. What is not known yet is
 * computed by the vendor.
 */
function compareOutputs(step: EngineStep, path: PropertyPath): Leaf[] {
  const [before, after] = [valueAt(step.old?.outputs, path), valueAt(step.new?.outputs, path)];
  if (isSecret(before) || isSecret(after)) return [];
  return compareLeaves(before, after, path).filter((leaf) => !isDeferred(leaf.after));
}

function describeLeaf({ path, before, after }: Leaf, replaces: boolean): PropertyChange {
  const kind = before === undefined ? "add" : after === undefined ? "remove" : "change";
  const values = isDeferred(after) ? "deferred" : "shown";
  return {
    ...{ path: formatPath(path), kind, values, replaces },
    ...(before !== undefined && { before }),
    ...(after !== undefined && values === "shown" && { after }),
  };
}

/** Of what is secret as a whole, the secret. */
function valueAt(properties: unknown, path: PropertyPath): unknown {
  return path.reduce<unknown>(
    (value, part) => (isMasked(value) ? value : isObject(value) ? (value as Record<string, unknown>)[part] : undefined),
    properties,
  );
}

function isSecret(value: unknown): boolean {
  return someValue(value, isMasked);
}

function isMasked(value: unknown): boolean {
  return value === "[secret]" || (isObject(value) && SIGNATURE_KEY in value);
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

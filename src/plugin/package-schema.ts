import { z } from "zod";
import { replaces } from "./diff.ts";
import type { AnyDefinition } from "./resource.ts";
import type { PluginOptions } from "./session.ts";

/** What `z.toJSONSchema` writes, as far as it is read here. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

type Spec = Record<string, unknown>;

/**
 * The package schema of a plugin, in the form that `pulumi package get-schema` prints
 * (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/).
 */
export function describePackage<Config extends z.ZodObject, C>(options: PluginOptions<Config, C>): Spec {
  const types: Record<string, Spec> = {};
  const settings = describeProperties(types, `${options.name}:index:Provider`, options.config, "input", (name) => ({
    secret: options.secretConfig?.includes(name),
    defaultInfo: options.environment?.[name] && { environment: options.environment[name] },
  }));
  const resources = options.resources.map((definition) => [definition.token, describeResource(types, definition)]);
  return {
    name: options.name,
    version: options.version,
    ...(options.description && { description: options.description }),
    ...options.publication,
    config: { variables: settings.properties },
    provider: { inputProperties: settings.properties, requiredInputs: settings.required },
    resources: Object.fromEntries(resources),
    types,
  };
}

function describeResource<C>(types: Record<string, Spec>, definition: AnyDefinition<C>): Spec {
  const { token, description } = definition;
  const mark = (secrets: readonly string[] | undefined) => (name: string) => ({ secret: secrets?.includes(name) });
  const inputs = describeProperties(types, token, definition.inputs, "input", (name) => ({
    ...mark(definition.secretInputs)(name),
    willReplaceOnChanges: replaces(definition, name),
  }));
  const echoed = describeProperties(types, token, definition.inputs, "output", mark(definition.secretInputs));
  const outputs = describeProperties(types, token, definition.outputs, "output", mark(definition.secretOutputs));
  return {
    description,
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    properties: { ...echoed.properties, ...outputs.properties },
    required: [...echoed.required, ...outputs.required],
  };
}

function describeProperties(
  types: Record<string, Spec>,
  token: string,
  schema: z.ZodObject,
  io: "input" | "output",
  extra: (name: string) => Spec,
): { properties: Record<string, Spec>; required: readonly string[] } {
  const json = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
  const properties = Object.entries(json.properties ?? {}).map(([name, property]) => {
    const marks = Object.entries(extra(name)).filter(([, value]) => value);
    // Outputs hold what the defaults of inputs became: they have none of their own.
    const { default: preset, ...spec } = describeProperty(types, childToken(token, name), property);
    return [
      name,
      { ...spec, ...(io === "input" && preset !== undefined && { default: preset }), ...Object.fromEntries(marks) },
    ];
  });
  return { properties: Object.fromEntries(properties), required: json.required ?? [] };
}

function describeProperty(types: Record<string, Spec>, token: string, json: JsonSchema): Spec {
  const type = describeType(types, token, json);
  // Pulumi's generator for Go writes what does not compile of a default whose type it has no name for (pkg 3.276).
  const named = !("oneOf" in type) && type.$ref !== "pulumi.json#/Any";
  const simple = named && ["string", "number", "boolean"].includes(typeof json.default);
  return {
    ...type,
    ...(json.description && { description: json.description }),
    ...(simple && { default: json.default }),
  };
}

function describeType(types: Record<string, Spec>, token: string, json: JsonSchema): Spec {
  const forms = formsOf(json)?.filter(({ type }) => type !== "null");
  if (forms) {
    const [only] = forms;
    if (forms.length === 1 && only) return describeType(types, token, only);
    return { oneOf: forms.map((form, index) => describeType(types, `${token}${index + 1}`, form)) };
  }
  if (json.enum?.every((value) => typeof value === "string")) {
    types[token] ??= { type: "string", enum: json.enum.map((value) => ({ value })) };
    return { $ref: `#/types/${token}` };
  }
  switch (json.type ?? typeof json.const) {
    case "array":
      return { type: "array", items: describeType(types, `${token}Item`, json.items ?? {}) };
    case "object":
      return json.properties ? describeObject(types, token, json) : describeMap(types, token, json);
    case "string":
    case "number":
    case "integer":
    case "boolean":
      return { type: json.type ?? typeof json.const };
    default:
      return { $ref: "pulumi.json#/Any" };
  }
}

function formsOf({ type, anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | undefined {
  return Array.isArray(type) ? type.map((one: string) => ({ type: one })) : (anyOf ?? oneOf);
}

function describeMap(types: Record<string, Spec>, token: string, json: JsonSchema): Spec {
  const values = typeof json.additionalProperties === "object" ? json.additionalProperties : {};
  return { type: "object", additionalProperties: describeType(types, `${token}Value`, values) };
}

function describeObject(types: Record<string, Spec>, token: string, json: JsonSchema): Spec {
  const properties = Object.entries(json.properties ?? {}).map(([name, property]) => {
    return [name, describeProperty(types, childToken(token, name), property)];
  });
  // Inputs come first: what they may leave out is optional for the outputs that share the type.
  types[token] ??= { type: "object", properties: Object.fromEntries(properties), required: json.required ?? [] };
  return { $ref: `#/types/${token}` };
}

/** `parity:fly:App` and `health` make `parity:fly:AppHealth`. */
function childToken(token: string, name: string): string {
  return `${token}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

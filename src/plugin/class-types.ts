/** As much of a package schema as its classes are declared from. */
interface PackageSpec {
  readonly resources?: Readonly<Record<string, ResourceSpec>>;
  readonly types?: Readonly<Record<string, TypeSpec>>;
}

interface ResourceSpec {
  readonly description?: string;
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
  readonly properties: Properties;
  readonly required: readonly string[];
}

type Properties = Readonly<Record<string, TypeSpec>>;

interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly description?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  readonly enum?: readonly { readonly value: string }[];
  readonly properties?: Properties;
  readonly required?: readonly string[];
}

/** The file of types for the classes that `resourceClass` makes of a package's definitions, by the names of their tokens. */
export function declareClasses(spec: object): string {
  const { resources = {}, types = {} } = spec as PackageSpec;
  const head =
    "// Written from the definitions in src/provider by the script `schema`.\n\n" +
    'import type { CustomResource, CustomResourceOptions, Input, Output } from "@pulumi/pulumi";\n';
  const declared = Object.entries(resources).map(([token, resource]) =>
    declareClass(className(token), resource, types),
  );
  return `${head}\n${declared.join("\n")}`;
}

/** `FlyApp` of `parity:fly:App`, `Lineage` of `parity:index:Lineage`. */
export function className(token: string): string {
  const [, module = "", kind = ""] = token.split(":");
  return module === "index" ? kind : module.charAt(0).toUpperCase() + module.slice(1) + kind;
}

function declareClass(name: string, resource: ResourceSpec, types: Properties): string {
  const { description, inputProperties, requiredInputs, properties, required } = resource;
  const inputs = members(inputProperties, requiredInputs, (spec) => inputOf(spec, types));
  // What nobody gave is not there: the SDK fills in the properties that it was told of.
  const outputs = members(
    properties,
    required,
    (spec, property) => `Output<${typeOf(spec, types)}${required.includes(property) ? "" : " | undefined"}>`,
    "",
  );
  return [
    `export interface ${name}Args {\n${inputs}\n}\n`,
    `${comment(description)}export declare class ${name} extends CustomResource {`,
    `constructor(name: string, args: ${name}Args, opts?: CustomResourceOptions);`,
    `${outputs}\n}\n`,
  ].join("\n");
}

function members(
  properties: Properties,
  required: readonly string[],
  write: (spec: TypeSpec, name: string) => string,
  orNothing = " | undefined",
): string {
  return Object.entries(properties)
    .map(([name, spec]) => {
      const [mark, or] = required.includes(name) ? ["", ""] : ["?", orNothing];
      return `${comment(spec.description)}readonly ${name}${mark}: ${write(spec, name)}${or};`;
    })
    .join("\n");
}

/** What an input takes: a value, or one that is known later, as a whole or in each of its parts. */
function inputOf(spec: TypeSpec, types: Properties): string {
  return `Input<${typeOf(spec, types, (part) => inputOf(part, types))}>`;
}

/** @param part what stands for an element or a property */
function typeOf(
  spec: TypeSpec,
  types: Properties,
  part: (spec: TypeSpec) => string = (inner) => typeOf(inner, types),
): string {
  const named = spec.$ref?.startsWith("#/types/") ? types[spec.$ref.slice("#/types/".length)] : undefined;
  if (named) return typeOf(named, types, part);
  if (spec.enum) return spec.enum.map(({ value }) => JSON.stringify(value)).join(" | ");
  if (spec.oneOf) return spec.oneOf.map((form) => typeOf(form, types, part)).join(" | ");
  if (spec.type === "array" && spec.items) return `(${part(spec.items)})[]`;
  if (spec.properties) return `{\n${members(spec.properties, spec.required ?? [], part)}\n}`;
  if (spec.additionalProperties) return `{ readonly [key: string]: ${part(spec.additionalProperties)} }`;
  if (spec.type === "integer" || spec.type === "number") return "number";
  if (spec.type === "string" || spec.type === "boolean") return spec.type;
  return "unknown";
}

function comment(text: string | undefined): string {
  return text === undefined ? "" : `/** ${text.replaceAll("*/", "* /").replaceAll("\n", " ")} */\n`;
}

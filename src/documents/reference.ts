import { stringify } from "yaml";
import { z } from "zod";
import { systemSchema } from "../components/system.ts";
import { environmentSchema } from "../config/schema/environment.ts";
import { alternatives, isNested, isNode, type Node, propertiesOf, typeOf } from "./field-type.ts";
import { code, paragraphs, section, table } from "./page/markdown.ts";

/** A part that stands in several places is described once, under its title. */
const parts = ["value", "check", "local", "shared"];

const systemIntro = `Every field of \`<project>:system\` in \`Pulumi.yaml\`. A stack file may change any of them under
\`<project>:environment\`; \`null\` takes a thing away. Text may hold \`\${…}\` expressions.

**Environments** says whether copies of production may differ in a field. *freely*: names, sizes, counts, regions, triggers and
domains belong to an environment. *by value*: every environment has the same entries, each with its own value. *with a reason*:
a difference makes a test in one environment worth less for another, so it needs a line under [\`differs\`](#the-environment).

**Changing it** says what a change does to what exists. *in place*: the next \`pulumi up\` or deployment takes it over. *new*: another
one is made in its place. *refused*: nothing is changed, and the problem says what to do instead. *ignored*: it counts at creation
only. A key, such as \`api\` in \`apps.api\`, is a logical name: another key is another thing.`;

/** Every field of the config, as the schemas describe it: \`docs/reference.md\`. */
export function fieldReference(): string {
  const options = { io: "input", unrepresentable: "any", override: keepExamples } as const;
  const system = z.toJSONSchema(systemSchema, options);
  const environment = z.toJSONSchema(environmentSchema, options);
  const titled = new Map<string, Node>();
  collect(system, titled);
  const [nouns, plain] = [true, false].map((nested) =>
    propertiesOf(system).filter(([, node]) => isNested(node) === nested),
  );
  return `${paragraphs(
    "# Fields",
    "<!-- Written by `npm run schema` from the schemas in src/config and src/components. -->",
    systemIntro,
    section(2, "The system", fieldTable(plain ?? [], system)),
    ...(nouns ?? []).map(([name, node]) => {
      const [entry, path] = isNode(node.additionalProperties)
        ? [node.additionalProperties, `${name}.<key>.`]
        : [node, `${name}.`];
      return section(2, code(name), node.description ?? "", fieldTable(propertiesOf(entry), entry, path));
    }),
    section(
      2,
      "The environment",
      "Fields of `<project>:environment` in `Pulumi.<stack>.yaml`, beside what it changes of the system.",
      fieldTable(propertiesOf(environment), environment, "", false),
    ),
    ...parts.map((title) => {
      const node = titled.get(title);
      if (!node) throw new TypeError(`no schema has the title "${title}"`);
      const { title: _, ...untitled } = node;
      const forms = alternatives(untitled).filter(({ type }) => type === "object");
      const described = forms.map((form) =>
        paragraphs(form.description ?? "", fieldTable(propertiesOf(form), form, "", false)),
      );
      return section(2, `A ${title}`, node.anyOf ? `${typeOf(untitled)}.` : "", ...described);
    }),
  )}\n`;
}

function fieldTable(properties: readonly [string, Node][], parent: Node, path = "", parity = true): string {
  const head = ["Field", "Value", "Default", ...(parity ? ["Environments"] : []), "Changing it", "What it is"];
  const rows = properties.flatMap(([name, node]) =>
    rowsOf(node, parent.required?.includes(name) ?? false, { path: path + name, differs: "with a reason" }),
  );
  return table(
    head,
    rows.map(({ cells, differs }) => [...cells.slice(0, 3), ...(parity ? [differs] : []), ...cells.slice(3)]),
  );
}

interface Place {
  readonly path: string;
  readonly differs: string;
}

/** A field and those below it, which differ as it does unless it leaves that to them. */
function rowsOf(node: Node, required: boolean, { path, ...place }: Place): { cells: string[]; differs: string }[] {
  const differs = node["differs"] === undefined ? place.differs : String(node["differs"]);
  const examples = (node.examples ?? []).map((example) => `Example: ${code(inYaml(example))}.`);
  const cells = [code(path), typeOf(node), required ? "required" : defaultOf(node), changeOf(node["changing"])];
  const own = { cells: [...cells, [node.description ?? "", ...examples].join(" ")], differs };
  const below = node.title === undefined ? joined(alternatives(node).flatMap(entriesOf)) : [];
  return [
    own,
    ...below.flatMap(([name, inner, needed]) => rowsOf(inner, needed, { path: `${path}.${name}`, differs })),
  ];
}

/** The fields of an object, and those of each entry of a map, whose keys people choose. */
function entriesOf(node: Node): [string, Node, boolean][] {
  const own = propertiesOf(node).map(([name, inner]): [string, Node, boolean] => [
    ...([name, inner] as const),
    node.required?.includes(name) ?? false,
  ]);
  const { additionalProperties: entry } = node;
  const inner = isNode(entry) && entry.title === undefined ? alternatives(entry).flatMap(entriesOf) : [];
  return [...own, ...inner.map(([name, one, needed]): [string, Node, boolean] => [`<name>.${name}`, one, needed])];
}

/** A field that several ways to write a thing have is told once, with all that may stand there. */
function joined(entries: readonly [string, Node, boolean][]): [string, Node, boolean][] {
  const names = [...new Set(entries.map(([name]) => name))];
  return names.flatMap((name) => {
    const all = entries.filter(([one]) => one === name);
    const [first, ...others] = all;
    if (!first || others.length === 0) return first ? [first] : [];
    const types = new Set(all.map(([, node]) => typeOf(node)));
    const { default: _, ...bare } = first[1];
    const node = types.size === 1 ? first[1] : { ...bare, enum: all.flatMap(([, one]) => one.const ?? one.enum ?? []) };
    return [[name, node, all.length > 1 && all.every(([, , needed]) => needed)]];
  });
}

function defaultOf({ default: value }: Node): string {
  if (value === undefined) return "";
  return typeof value === "object"
    ? Object.keys(value ?? {}).length === 0
      ? ""
      : code(inYaml(value))
    : code(String(value));
}

/** `in place`, or by what it is changed of. */
function changeOf(changing: unknown = "in place"): string {
  if (typeof changing !== "object" || changing === null) return String(changing);
  return Object.entries(changing)
    .map(([of, change]) => `${of}: ${change}`)
    .join("\n");
}

/** One line of YAML. */
function inYaml(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
}

/** zod takes them from a schema that transforms: they could be of what comes out. Ours are of what is written. */
function keepExamples({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: Node;
}): void {
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
}

function collect(node: Node, titled: Map<string, Node>): void {
  if (node.title !== undefined) titled.set(node.title, node);
  const inner = [...alternatives(node), ...propertiesOf(node).map(([, one]) => one), node.additionalProperties];
  for (const one of inner) if (isNode(one) && one !== node) collect(one, titled);
}

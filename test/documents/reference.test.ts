import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { systemSchema } from "../../src/components/system.ts";
import { environmentSchema } from "../../src/config/schema/environment.ts";
import { keysOf, propertyOf, unwrap } from "../../src/config/schema/walk.ts";
import { fieldReference } from "../../src/documents/reference.ts";
import { definitions } from "../../src/provider/definitions.ts";

const reference = fieldReference();
const rows = [...reference.matchAll(/^\| `(\S+)` \| (.*) \|$/gm)].map(([, field = "", cells = ""]) => ({
  field,
  cells: cells.split(" | "),
}));

/** Every field of a schema, with the schema of what stands there; `*` stands for a key. */
function fieldsOf(schema: z.ZodType, path: readonly string[] = []): [string, z.ZodType][] {
  const inner = unwrap(schema);
  const keys = inner instanceof z.ZodRecord ? ["*"] : keysOf(inner);
  return keys.flatMap((key) => {
    const property = propertyOf(inner, key);
    const below = [...path, key];
    return property ? [[below.join("."), property] as [string, z.ZodType], ...fieldsOf(property, below)] : [];
  });
}

const fields = [...fieldsOf(systemSchema), ...fieldsOf(environmentSchema)];

test("docs/reference.md is what the schemas say: npm run schema writes it", () => {
  expect(readFileSync(join(import.meta.dirname, "../../docs/reference.md"), "utf8")).toBe(reference);
});

test("a row tells a field's path, values, default, whether environments may differ, what a change does, an example", () => {
  expect(reference).toContain(
    "| `apps.<key>.name` | text | required | freely | refused | " +
      'Fly app name: a-z, 0-9 and dashes, unique in the world. Example: `"shop-api${environment.suffix}"`. |',
  );
  expect(reference).toContain("| `databases.<key>.name` | text |  | freely | neon: in place<br>fly: refused |");
  expect(reference).toContain("| `apps.<key>.machine.size` | text | `shared-cpu-1x` | freely | in place |");
  expect(reference).toContain("| `deploy.wait` | whole number 0 to 43200 | `0` | in place |");
});

test("every field has its row, and every row says what the field is", () => {
  const told = new Set(rows.map(({ field }) => field.replaceAll(/<key>|<name>/g, "*")));
  const parts =
    /\.(shared|local|health)\.|^apps\.\*\.fly\.|\.(variables|secrets|buildArgs|checks|zones|regions|differs)\.\*|^differs\.\*/;
  const untold = fields.flatMap(([path]) => {
    if (told.has(path) || told.has(path.replace(/\.\*$/, "")) || parts.test(path)) return [];
    const nested = reference.includes(`\n## \`${path.replace(/\.\*$/, "")}\`\n`);
    return nested ? [] : [path];
  });
  expect(untold).toEqual([]);
  expect(rows.filter(({ cells }) => !/\w/.test(cells.at(-1) ?? ""))).toEqual([]);
});

describe("an example", () => {
  const given = fields.flatMap(([path, schema]) =>
    ((schema.meta()?.examples as unknown[] | undefined) ?? []).map((example) => ({ path, schema, example })),
  );

  test.for(given)("of $path is one that its schema takes", ({ schema, example }) => {
    expect(schema.safeParse(example).error).toBeUndefined();
  });
});

describe("a change that is refused", () => {
  /** The resource and its input that a field becomes, for each field that says `refused`. */
  const inputs: { readonly [field: string]: readonly [token: string, input: string] } = {
    "fly.organization": ["parity:fly:App", "organization"],
    "fly.region": ["parity:fly:Postgres", "region"],
    "neon.region": ["parity:neon:Project", "region"],
    "neon.postgres": ["parity:neon:Project", "postgres"],
    "databases.<key>.in": ["parity:neon:Database", "projectId"],
    "databases.<key>.name": ["parity:fly:Postgres", "name"],
    "databases.<key>.database": ["parity:neon:Project", "database"],
    "databases.<key>.role": ["parity:neon:Project", "role"],
    "databases.<key>.region": ["parity:neon:Project", "region"],
    "databases.<key>.postgres": ["parity:neon:Project", "postgres"],
    "databases.<key>.branch.of": ["parity:neon:Branch", "projectId"],
    "databases.<key>.branch.parent.projectId": ["parity:neon:Branch", "projectId"],
    "databases.<key>.branch.parent.branchId": ["parity:neon:Branch", "parentId"],
    "databases.<key>.branch.data": ["parity:neon:Branch", "schemaOnly"],
    "databases.<key>.plan": ["parity:fly:Postgres", "plan"],
    "databases.<key>.disk": ["parity:fly:Postgres", "diskGb"],
    "apps.<key>.name": ["parity:fly:App", "name"],
    "apps.<key>.organization": ["parity:fly:App", "organization"],
  };
  /** Refused by words of their own: `other-organization`, `lost-secret`. */
  const byCheck = ["neon.organization", "generate", "bytes"];

  test("is one of an input that its resource never replaces", () => {
    const refused = rows.filter(({ cells }) => cells.some((cell) => /(^|: |>)refused$/.test(cell)));
    expect(refused.map(({ field }) => field)).toEqual(expect.arrayContaining([...Object.keys(inputs), ...byCheck]));
    expect(refused).toHaveLength(Object.keys(inputs).length + byCheck.length);
    for (const [token, input] of Object.values(inputs)) {
      const definition = definitions.find((one) => one.token === token);
      expect(definition?.neverReplaced, token).toBeDefined();
      expect(definition?.replaceOn as readonly string[], token).toContain(input);
    }
  });
});

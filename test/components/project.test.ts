import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Project } from "../../src/components/project.ts";
import { renderProblems } from "../../src/problem/text.ts";

const main = `name: acme
config:
  acme:system:
    value:
      neon: { region: aws-us-east-1 }
      databases:
        main: { name: "acme-\${environment.alias}" }
`;

function projectOf(files: { readonly [name: string]: string }): Project {
  const folder = mkdtempSync(join(tmpdir(), "parity-project-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return new Project(folder);
}

function problemsOf(files: { readonly [name: string]: string }, stack: string): string {
  return renderProblems(projectOf(files).resolve().problems.get(stack) ?? []);
}

describe("problems say where they are", () => {
  test("in the stack's file, with the line of the key", () => {
    const stack = "config:\n  acme:environment:\n    alias: d\n    databses: {}\n";
    expect(
      problemsOf({ "Pulumi.yaml": main, "Pulumi.dev.yaml": stack }, "dev"),
    ).toBe(`Pulumi.dev.yaml:4  acme:environment.databses
  "databses" is not known here.  [unknown-key]
  Fix: did you mean "databases"?

1 problem`);
  });

  test("in Pulumi.yaml, when it is wrong for all", () => {
    const wrong = main.replace('name: "acme-', 'nme: "acme-');
    expect(problemsOf({ "Pulumi.yaml": wrong, "Pulumi.dev.yaml": "config: {}\n" }, "dev")).toContain(
      'Pulumi.yaml:7  databases.main.nme\n  "nme" is not known here.  [unknown-key]\n  Fix: did you mean "name"?',
    );
  });

  test("in a file that is not YAML, with its line", () => {
    const text = problemsOf({ "Pulumi.yaml": main, "Pulumi.dev.yaml": "config:\n  a: [1\n  b: 2\n" }, "dev");
    expect(text).toMatch(/^Pulumi\.dev\.yaml:\d+\n/);
    expect(text).toContain("[not-yaml]");
  });
});

test("two stack files that resolve to one database are refused at the second", () => {
  const files = {
    "Pulumi.yaml": main,
    "Pulumi.production.yaml": "config:\n  acme:environment: { alias: one }\n",
    "Pulumi.staging.yaml": "config:\n  acme:environment: { alias: one }\n",
  };
  expect(problemsOf(files, "production")).toBe("");
  expect(problemsOf(files, "staging")).toContain(
    'The Neon project "acme-one" is also declared by the stack "production".  [declared-twice]',
  );
  expect(projectOf(files).resolve().blueprints.has("staging")).toBe(false);
});

describe("what the engine hands on is compared with what the files say", () => {
  const files = { "Pulumi.yaml": main, "Pulumi.dev.yaml": "config:\n  acme:environment:\n    alias: d\n" };
  const system = { neon: { region: "aws-us-east-1" }, databases: { main: { name: "acme-${environment.alias}" } } };
  const told = (given: { system: unknown; environment: unknown; secretKeys?: string[] }) =>
    renderProblems(
      projectOf(files)
        .resolve({ stack: "dev", secretKeys: [], ...given })
        .problems.get("dev") ?? [],
    );

  test("and is fine when it is the same", () => {
    expect(told({ system, environment: { alias: "d" } })).toBe("");
  });

  test("a difference stands at its line of its file, without the values, which may be secret", () => {
    const text = told({ system: { ...system, neon: { region: "other" } }, environment: { alias: 5 } });
    expect(text).toContain("Pulumi.yaml:5  neon.region\n");
    expect(text).toContain("Pulumi.dev.yaml:3  acme:environment.alias\n");
    expect(text.match(/\[engine-reads-otherwise\]/g)).toHaveLength(2);
    expect(text).not.toContain("other.");
  });

  test("a key that the engine alone knows is a difference at the nearest line", () => {
    expect(told({ system, environment: { alias: "d", suffix: "-x" } })).toContain("acme:environment.suffix\n");
  });

  test.each(["acme:environment", "acme:system"])("%s with something encrypted in it is refused", (key) => {
    const text = told({ system, environment: { alias: "canary" }, secretKeys: [key] });
    expect(text).toContain("[secret-in-plain-place]");
    expect(text).not.toContain("canary");
  });
});

test("a fourth environment is one new stack file", () => {
  const project = projectOf({
    "Pulumi.yaml": main,
    "Pulumi.canary.yaml": "config:\n  acme:environment: { tier: staging, deploy: { on: { manual: true } } }\n",
  });
  expect(project.resolve().blueprints.get("canary")?.databases[0]?.name).toBe("acme-canary");
});

test("a stack's name may have dots, as Pulumi lets it", () => {
  const project = projectOf({ "Pulumi.yaml": main, "Pulumi.eu.west.yaml": "config: {}\n", "Pulumi.yaml.orig.yml": "" });
  expect(project.stacks.map(({ stack }) => stack)).toEqual(["eu.west"]);
});

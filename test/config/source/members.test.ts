import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Project } from "../../../src/components/project.ts";

const main = `name: acme
config:
  acme:system:
    value:
      neon: { region: aws-us-east-1 }
      fly: { organization: acme, region: iad }
      databases:
        main: { name: "acme-\${environment.alias}" }
      apps:
        api:
          name: "acme-api\${environment.suffix}"
          port: 80
          health: /
          variables:
            PLAIN: text
          local: { port: 80, command: x }
`;
const stack = (inside: string) => `config:\n  acme:environment:\n    deploy: { on: { manual: true } }\n${inside}`;
const fine = stack("");

type Files = { readonly [name: string]: string | Buffer | { readonly link: string } | { readonly folder: true } };

/** Each problem as `file:line code`, one after the other; a mistake of several stacks stands once. */
function told(files: Files): { readonly lines: string[]; readonly text: string } {
  const folder = mkdtempSync(join(tmpdir(), "parity-source-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries<Files[string]>({ "Pulumi.yaml": main, ...files })) {
    const path = join(folder, name);
    if (typeof content === "string" || Buffer.isBuffer(content)) writeFileSync(path, content);
    else if ("link" in content) symlinkSync(content.link, path);
    else mkdirSync(path);
  }
  const { problems, unowned } = new Project(folder).resolve();
  const found = [...new Set([...unowned, ...[...problems.values()].flat()])];
  return {
    lines: found.map(({ where, code }) => `${where?.file}${where?.line ? `:${where.line}` : ""} ${code}`),
    text: found.map(({ message }) => message).join("\n"),
  };
}

/** Pulumi.yaml with another line in place of the one that sets PLAIN, which is line 15. */
const withVariable = (line: string) => main.replace("PLAIN: text", line);
const staging = (text: string) => ({ "Pulumi.staging.yaml": text });

test("a config without any of this is fine", () => {
  expect(told(staging(fine)).lines).toEqual([]);
});

describe("text that YAML makes another one of is refused at its line", () => {
  test.each([
    ["2024-01-01", "a date"],
    ["2024-1-1", "a short date"],
    ["2024-01-01T10:00:00Z", "a time"],
    ["2024-01-01 10:00:00", "a time with a space"],
    ["0755", "an octal"],
    ["0o17", "an octal of YAML 1.2"],
    ["0x1F", "a hexadecimal"],
    ["0b11", "a binary"],
    ["1_000", "underscores"],
    ["08", "a leading zero that is not an octal"],
    ["3.10", "a version"],
    ["1.0", "a fraction of nothing"],
    [".5", "no digit before the dot"],
    ["5.", "no digit after the dot"],
    ["1e3", "an exponent"],
    ["1234567890123456789", "more digits than a number keeps"],
    ["0.12345678901234567890", "more digits after the dot"],
    ["1e999", "more than any number"],
    ["+4915112345678", "a telephone number"],
    ["-0", "minus nothing"],
    [".inf", "infinity"],
    [".NaN", "not a number"],
    ["True", "a capital"],
    ["FALSE", "capitals"],
  ])("%s, %s", (scalar) => {
    const { lines, text } = told({ "Pulumi.yaml": withVariable(`PLAIN: ${scalar}`), ...staging(fine) });
    expect(lines).toEqual(["Pulumi.yaml:15 unquoted-text"]);
    expect(text).toContain(`write it in quotes: "${scalar}"`);
    expect(told({ "Pulumi.yaml": withVariable(`PLAIN: "${scalar}"`), ...staging(fine) }).lines).toEqual([]);
  });

  test.each([
    "8080",
    "-1",
    "0",
    "0.25",
    "true",
    "false",
    "text",
    "yes",
    "on",
    "1.2.3",
    "10.0.0.1",
    "12:30",
    "30s",
    "512mb",
    "-x",
    "./a",
    ".env",
    "7e",
    "a_1",
    "2024-01",
    "<<",
  ])("%s is the same everywhere, and may stand without quotes", (scalar) => {
    expect(told({ "Pulumi.yaml": withVariable(`PLAIN: ${scalar}`), ...staging(fine) }).lines).toEqual([]);
  });

  test.each([
    ["a name", 'name: "acme-api${environment.suffix}"', "name: 1234", "Pulumi.yaml:11"],
    ["a region", "region: iad", "region: 0x1", "Pulumi.yaml:6"],
    ["true where text is expected", "region: iad", "region: true", "Pulumi.yaml:6"],
  ])("%s", (_, line, wrong, place) => {
    expect(told({ "Pulumi.yaml": main.replace(line, wrong), ...staging(fine) }).lines).toEqual([
      `${place} unquoted-text`,
    ]);
  });

  test("a number that only some read, where a number is expected, asks for a plain one", () => {
    const { lines, text } = told({ "Pulumi.yaml": main.replace("port: 80", "port: 0x50"), ...staging(fine) });
    expect(lines).toEqual(["Pulumi.yaml:12 unquoted-text"]);
    expect(text).toContain("write a plain number");
  });

  test("in an environment's overrides and in its own settings", () => {
    const own = stack("    alias: 2024-01-01\n    apps: { api: { variables: { PLAIN: 0755 } } }\n");
    expect(told(staging(own)).lines).toEqual([
      "Pulumi.staging.yaml:4 unquoted-text",
      "Pulumi.staging.yaml:5 unquoted-text",
    ]);
  });
});

describe("what two readers of YAML do not read alike is refused at its line", () => {
  test.each<[string, string, string]>([
    ["a merge key", "<<: { PLAIN: text }", "yaml-feature"],
    ["a tag", "PLAIN: !!binary aGk=", "yaml-feature"],
    ["a key that is a number", "1: text", "unquoted-text"],
    ["a key that is true", "true: text", "unquoted-text"],
    ["a key that is null", "~: text", "unquoted-text"],
    ["a key after a question mark", "? PLAIN\n            : text", "yaml-feature"],
    ["a key that is a list", "[a]: text", "yaml-feature"],
    ["one key twice", "PLAIN: a\n            PLAIN: b", "repeated-key"],
    ["an alias of nothing", "PLAIN: *nothing", "unresolved-alias"],
    ["an alias of what it stands in", "PLAIN: &a { x: *a }", "alias-bomb"],
    ["a NUL", 'PLAIN: "a\\0b"', "unreadable-character"],
    ["a control character", "PLAIN: a\u0007b", "unreadable-character"],
    ["a line separator", "PLAIN: a\u2028b", "unreadable-character"],
    ["half of a character", 'PLAIN: "\\ud83d"', "unreadable-character"],
    ["a tab as indentation", "A: {\n\t}", "not-yaml"],
    ["a second document", "PLAIN: text\n---\na: 1", "not-yaml"],
    ["a block that begins with an empty line", "PLAIN: |\n\n              text", "yaml-feature"],
  ])("%s", (_, line, code) => {
    const { lines } = told({ "Pulumi.yaml": withVariable(line), ...staging("config: [\n") });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(new RegExp(`^Pulumi\\.yaml:1[5-7] ${code}$`));
    // The other file is checked at the same time.
    expect(lines[1]).toMatch(/^Pulumi\.staging\.yaml:\d not-yaml$/);
  });

  test("aliases that stand for too much", () => {
    const level = (n: number) => `${n === 0 ? "x" : Array.from({ length: 9 }, () => `*a${n - 1}`).join(", ")}`;
    const bomb = [0, 1, 2, 3, 4, 5].map((n) => `  a${n}: &a${n} [${level(n)}]`).join("\n");
    expect(told(staging(`config:\n${bomb}\n`)).lines).toEqual(["Pulumi.staging.yaml:7 alias-bomb"]);
  });

  test("a repeated key is named", () => {
    expect(told({ "Pulumi.yaml": withVariable("A: a\n            A: b"), ...staging(fine) }).text).toContain(
      '"A" stands here twice',
    );
  });

  test.each<[string, Files[string], string]>([
    ["a byte that is not UTF-8", Buffer.from("config: {}\n# caf\xe9\n", "latin1"), "Pulumi.staging.yaml:2 not-utf8"],
    ["a folder", { folder: true }, "Pulumi.staging.yaml unreadable-file"],
    ["a link to nothing", { link: "nowhere" }, "Pulumi.staging.yaml unreadable-file"],
    ["a link to itself", { link: "Pulumi.staging.yaml" }, "Pulumi.staging.yaml unreadable-file"],
    ["a directive", "%YAML 1.1\n---\nconfig: {}\n", "Pulumi.staging.yaml:1 yaml-feature"],
  ])("%s for a stack's file", (_, content, line) => {
    expect(told({ "Pulumi.staging.yaml": content, "Pulumi.dev.yaml": "config: [\n" }).lines.sort()).toEqual([
      expect.stringMatching(/^Pulumi\.dev\.yaml:\d not-yaml$/),
      line,
    ]);
  });

  test("settings that do not fit into one environment variable", () => {
    const long = "x".repeat(70_000);
    const { lines, text } = told(staging(`${fine}  other:a: ${long}\n  other:b: ${long}\n`));
    expect(lines).toEqual(["Pulumi.staging.yaml:4 config-too-large"]);
    expect(text).toContain('"other:a" is the largest');
  });
});

describe("a secret in a plain place, and plain text among secrets", () => {
  const secure = "{ secure: v1:canary }";
  test.each([
    ["a variable", `    apps: { api: { variables: { TOK: ${secure} } } }\n`, 4],
    ["a secret of an app", `    apps: { api: { secrets: { TOK: ${secure} } } }\n`, 4],
    ["a variable of the pipeline", `    pipeline: { variables: { TOK: ${secure} } }\n`, 4],
    ["a name", `    apps:\n      api:\n        name: ${secure}\n`, 6],
    ["a port", `    apps: { api: { port: ${secure} } }\n`, 4],
    ["a whole app", `    apps: { api: ${secure} }\n`, 4],
    ["an item of a list", `    apps: { api: { domains: [${secure}] } }\n`, 4],
    ["a setting of the environment", `    alias: ${secure}\n`, 4],
  ])("%s", (_, inside, line) => {
    const { lines, text } = told(staging(stack(inside)));
    expect(lines).toEqual([`Pulumi.staging.yaml:${line} secret-in-plain-place`]);
    expect(text).toContain("pulumi config set --path --secret --stack staging 'acme:secrets.");
    expect(text).not.toContain("canary");
  });

  test("the whole environment", () => {
    expect(told(staging(`config:\n  acme:environment: ${secure}\n`)).lines).toEqual([
      "Pulumi.staging.yaml:2 secret-in-plain-place",
    ]);
  });

  test("the system, once for all stacks", () => {
    const files = {
      "Pulumi.yaml": withVariable(`PLAIN: ${secure}`),
      ...staging(fine),
      "Pulumi.dev.yaml": "config: {}\n",
    };
    const { lines, text } = told(files);
    expect(lines).toEqual(["Pulumi.yaml:15 secret-in-plain-place"]);
    expect(text).toContain("In: dev, staging");
  });

  test.each([
    ["text", "  acme:secrets:\n    TOK: canary\n", "Pulumi.staging.yaml:5"],
    ["an empty text", '  acme:secrets:\n    TOK: ""\n', "Pulumi.staging.yaml:5"],
    ["a number", "  acme:secrets:\n    TOK: 5\n", "Pulumi.staging.yaml:5"],
    ["an object", "  acme:secrets:\n    TOK: { a: canary }\n", "Pulumi.staging.yaml:5"],
    ["nothing", "  acme:secrets:\n    TOK:\n", "Pulumi.staging.yaml:5"],
    ["all secrets as one text", "  acme:secrets: canary\n", "Pulumi.staging.yaml:4"],
    ["all secrets as one encrypted value", `  acme:secrets: ${secure}\n`, "Pulumi.staging.yaml:4"],
    ["a list", "  acme:secrets: [canary]\n", "Pulumi.staging.yaml:4"],
  ])("%s under secrets", (_, inside, place) => {
    const { lines, text } = told(staging(`${fine}${inside}`));
    expect(lines).toEqual([`${place} secret-in-clear`]);
    expect(text).toContain("Run: pulumi config set --path --secret --stack staging 'acme:secrets.");
    expect(text).not.toContain("canary");
  });
});

describe("what nothing reads is one problem, at its file and line", () => {
  const override = "    apps: { api: { port: 81 } }\n    deploy: { on: { manual: true } }\n";
  test.each([
    [
      "a misspelt environment",
      `config:\n  acme:enviroment:\n${override}`,
      ":2 unknown-key",
      'did you mean "acme:environment"?',
    ],
    ["a capital", `config:\n  acme:Environment:\n${override}`, ":2 unknown-key", 'did you mean "acme:environment"?'],
    ["no project", `config:\n  environment:\n${override}`, ":2 unknown-key", 'did you mean "acme:environment"?'],
    ["another project", `config:\n  acm:environment:\n${override}`, ":2 unknown-key", 'The project is called "acme"'],
    [
      "no config around it",
      `environment:\n${override}`,
      ":1 unknown-key",
      "write it under config, as acme:environment",
    ],
    ["no config around the setting", `acme:environment:\n${override}`, ":1 unknown-key", "write it under config"],
    ["a misspelt config", `confg:\n  acme:environment:\n${override}`, ":1 unknown-key", 'did you mean "config"?'],
    [
      "an override beside it",
      "config:\n  acme:apps: { api: { port: 81 } }\n",
      ":2 unknown-key",
      "under acme:environment",
    ],
    ["an override at the top", "apps: { api: { port: 81 } }\n", ":1 unknown-key", "config → acme:environment"],
    ["a system", `config:\n  acme:system:\n${override}`, ":2 unknown-key", "the system in Pulumi.yaml"],
    ["a list", "config:\n  acme:environment: [1, 2]\n", ":2 wrong-type", "write a map such as"],
    ["a text", "config:\n  acme:environment: staging\n", ":2 wrong-type", "write a map such as"],
    ["a config that is a list", "config: [1]\n", ":1 wrong-type", "write a map such as"],
    ["a file that is a text", "staging\n", " wrong-type", "write a map with config"],
    ["a file that is a list", "- a\n", " wrong-type", "write a map with config"],
  ])("%s", (_, text, place, fix) => {
    const found = told(staging(text));
    expect(found.lines).toEqual([`Pulumi.staging.yaml${place}`]);
    expect(found.text).toContain(fix);
  });

  test("what a lost environment would have said is not missed as well", () => {
    const lost = "config:\n  acme:enviroment: { tier: staging, apps: { api: { port: 80 } } }\n";
    const files = { "Pulumi.yaml": main.replace("          port: 80\n", ""), "Pulumi.canary.yaml": lost };
    expect(told(files).lines).toEqual(["Pulumi.canary.yaml:2 unknown-key"]);
  });

  test("misspelt secrets", () => {
    const found = told(staging(`${fine}  acme:secret: { TOK: { secure: v1:x } }\n`));
    expect(found.lines).toEqual(["Pulumi.staging.yaml:4 unknown-key"]);
    expect(found.text).toContain('did you mean "acme:secrets"?');
  });

  test("a misspelt setting names the environment's own settings too", () => {
    const found = told(staging(`${fine}    deply: {}\n`));
    expect(found.lines).toEqual(["Pulumi.staging.yaml:4 unknown-key"]);
    expect(found.text).toContain('did you mean "deploy"?');
    expect(told(staging(`${fine}    colour: red\n`)).text).toMatch(/allowed here: tier, .*deploy.*apps/);
  });

  test.each([
    ["another ending", "Pulumi.staging.yml", "rename it to Pulumi.staging.yaml"],
    ["a small letter", "pulumi.staging.yaml", "rename it to Pulumi.staging.yaml"],
    ["a misspelt name", "Pulumni.staging.yaml", "rename it to Pulumi.staging.yaml"],
    ["a dash", "Pulumi-staging.yaml", "rename it to Pulumi.staging.yaml"],
    ["JSON", "Pulumi.staging.json", "write it as YAML in Pulumi.staging.yaml"],
  ])("a file whose name has %s", (_, name, fix) => {
    const found = told({ [name]: fine, "Pulumi.dev.yaml": "config: {}\n" });
    expect(found.lines).toEqual([`${name} misnamed-stack-file`]);
    expect(found.text).toContain(fix);
  });

  test("a project without stacks", () => {
    expect(told({}).lines).toEqual(["Pulumi.yaml no-stacks"]);
  });

  test.each([
    ["a misspelt system", ["acme:system:", "acme:sytem:"], ":3 unknown-key"],
    ["a system without value", ["    value:\n", ""], ":3 missing-value"],
    ["a key beside value", ["    value:\n", "    valu: 1\n    value:\n"], ":4 unknown-key"],
    ["a system of another project", ["acme:system:", "shop:system:"], ":3 unknown-key"],
    ["a misspelt config", ["config:", "confg:"], ":2 unknown-key"],
    ["a system at the top", ["config:\n  acme:system:", "acme:system:\n  x:"], ":2 unknown-key"],
    ["an environment", ["config:", "config:\n  acme:environment: {}"], ":3 unknown-key"],
    ["another folder for stacks", ["config:", "stackConfigDir: x\nconfig:"], ":2 unknown-key"],
    ["a name that is a number", ["name: acme", "name: 5"], ":1 missing-value"],
  ])("%s in Pulumi.yaml, once for two stacks", (_, [from, to], place) => {
    const found = told({
      "Pulumi.yaml": main.replace(from as string, to as string),
      ...staging(fine),
      "Pulumi.dev.yaml": "config: {}\n",
    });
    expect(found.lines).toEqual([`Pulumi.yaml${place}`]);
    expect(found.text).toContain("In: dev, staging");
  });

  test("settings of others are left alone", () => {
    const others =
      "  cloudflare:apiToken: { secure: v1:x }\n  parity:neonBaseUrl: https://x.dev\nencryptionsalt: v1:x\n";
    expect(told(staging(`${fine}${others}environment: [shared/esc]\n`)).lines).toEqual([]);
  });
});

describe("a value of the wrong kind is one problem, and says what may stand there", () => {
  test.each([
    ["health: /", "health: healthz", "Pulumi.yaml:13 invalid-value", 'write "/healthz"'],
    ["health: /", "health: { path: /, heads: {} }", "Pulumi.yaml:13 unknown-key", 'did you mean "headers"?'],
    ["PLAIN: text", "PLAIN: { generate: hexx }", "Pulumi.yaml:15 not-allowed", 'did you mean "hex"?'],
    ["PLAIN: text", "PLAIN: { value: x }", "Pulumi.yaml:15 missing-value", '"shared" is missing'],
    ["PLAIN: text", "PLAIN:", "Pulumi.yaml:15 wrong-type", "nothing is not what belongs here"],
    ["PLAIN: text", "PLAIN: [a]", "Pulumi.yaml:15 wrong-type", "a list is not what belongs here"],
    ["PLAIN: text", 'PLAIN: "${HOME}"', "Pulumi.yaml:15 unknown-reference", "$${"],
  ])("%s → %s", (from, to, line, said) => {
    const found = told({ "Pulumi.yaml": main.replace(from, to), ...staging(fine), "Pulumi.dev.yaml": "config: {}\n" });
    expect(found.lines).toEqual([line]);
    expect(found.text).toContain(said);
  });
});

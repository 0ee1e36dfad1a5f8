import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findSource, openFolder, repository, type SandboxFolder } from "../../sandbox/folder.ts";
import { type Prepared, syncProject } from "../../sandbox/project.ts";
import { readSource } from "../../sandbox/source.ts";

describe("the generated project", () => {
  let work: string;
  let folder: SandboxFolder;
  let prepared: Prepared;

  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "sandbox-project-"));
    mkdirSync(join(work, "repository"));
    folder = openFolder(findSource(undefined, {}), join(work, "sandbox"), {});
    prepared = { synced: {}, missing: {} };
    write("Pulumi.yaml", "name: shop\nmain: src/index.ts\nplugins: { providers: [{ name: parity, path: ./bin }] }\n");
    write("Pulumi.dev.yaml", "config: { shop:a: 1 }\n");
  });
  afterEach(() => rmSync(work, { recursive: true }));

  const write = (name: string, text: string) => writeFileSync(join(work, "repository", name), text);
  const sync = () => syncProject(readSource({ folder: join(work, "repository") }), folder, prepared);
  const own = (name: string) => join(folder.project, name);

  it("leads to the repository's program and plugins", () => {
    sync();
    expect(parse(readFileSync(own("Pulumi.yaml"), "utf8"))).toEqual({
      name: "shop",
      main: "../../repository/src/index.ts",
      plugins: { providers: [{ name: "parity", path: "../../repository/bin" }] },
    });
  });

  it("leads to the repository's folder when the project names no program", () => {
    write("Pulumi.yaml", "name: shop\n");
    sync();
    expect(parse(readFileSync(own("Pulumi.yaml"), "utf8"))).toEqual({ name: "shop", main: "../../repository" });
  });

  it("keeps what was set in the sandbox until the repository's stack file changes", () => {
    sync();
    writeFileSync(own("Pulumi.dev.yaml"), "config: { shop:a: 1, shop:mine: 2 }\n");
    sync();
    expect(parse(readFileSync(own("Pulumi.dev.yaml"), "utf8"))).toEqual({ config: { "shop:a": 1, "shop:mine": 2 } });
    write("Pulumi.dev.yaml", "config: { shop:a: 3 }\n");
    sync();
    expect(parse(readFileSync(own("Pulumi.dev.yaml"), "utf8"))).toEqual({ config: { "shop:a": 3 } });
  });

  it("loses a stack file with the repository", () => {
    sync();
    rmSync(join(work, "repository", "Pulumi.dev.yaml"));
    sync();
    expect(existsSync(own("Pulumi.dev.yaml"))).toBe(false);
    expect(prepared.synced).toEqual({});
  });

  it("has every scalar as it is written, so that what is wrong with one is not hidden", () => {
    const scalars = [
      "2024-01-01",
      "0755",
      "1_000",
      "3.10",
      "1234567890123456789",
      "+49",
      "0x1F",
      "True",
      "~",
      "",
      '"x"',
      "<<",
    ];
    const lines = scalars.map((scalar, index) => `  shop:k${index}:${scalar === "" ? "" : ` ${scalar}`}\n`).join("");
    write("Pulumi.yaml", `name: shop\nconfig:\n${lines}`);
    write("Pulumi.dev.yaml", `config:\n${lines}`);
    sync();
    expect(readFileSync(own("Pulumi.yaml"), "utf8")).toBe(`name: shop\nconfig:\n${lines}main: ../../repository\n`);
    expect(readFileSync(own("Pulumi.dev.yaml"), "utf8")).toBe(`config:\n${lines}`);
  });

  it.each(["Pulumi.yaml", "Pulumi.dev.yaml"])("is not made of a %s that is not UTF-8", (name) => {
    writeFileSync(join(work, "repository", name), Buffer.from("name: caf\xe9\n", "latin1"));
    expect(sync).toThrow(`${name} cannot be read: it is not UTF-8.`);
  });

  it("is not made of a Pulumi.yaml that cannot be read", () => {
    write("Pulumi.yaml", "name: [\n");
    expect(sync).toThrow(/Pulumi\.yaml: .*line 2/s);
  });
});

describe("the sandbox's folder", () => {
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "sandbox-folder-"));
  });
  afterEach(() => rmSync(work, { recursive: true }));

  it.each<[string, string | undefined, NodeJS.ProcessEnv]>([
    ["the one of --dir, from where the user typed it", "mine", { PARITY_SANDBOX_DIR: "/elsewhere" }],
    ["else the one of PARITY_SANDBOX_DIR", undefined, { PARITY_SANDBOX_DIR: "mine" }],
  ])("is %s", (_, given, env) => {
    expect(openFolder(findSource(undefined, {}), given, { ...env, INIT_CWD: work }).root).toBe(join(work, "mine"));
  });

  it("lies beside a project that was given as a path", () => {
    mkdirSync(join(work, "shop"));
    writeFileSync(join(work, "shop", "Pulumi.yaml"), "name: shop");
    const source = findSource("./shop", { INIT_CWD: work });
    expect(openFolder(source, undefined, {}).root).toBe(join(work, "shop", ".sandbox"));
  });

  it("is that of the product whose folder the user is in, and in another folder of a checkout the checkout's own", () => {
    writeFileSync(join(work, "Pulumi.yaml"), "name: shop");
    expect(findSource(undefined, { INIT_CWD: work })).toEqual({ folder: work, sandbox: join(work, ".sandbox") });
    mkdirSync(join(work, "empty"));
    expect(findSource(undefined, { INIT_CWD: join(work, "empty") }).folder).toBe(repository);
  });

  it.each(["nowhere", "./src", ""])("is not made for a project that does not exist: %j", (system) => {
    expect(() => findSource(system, { INIT_CWD: work })).toThrow(/^There is no Pulumi\.yaml in .*Fix: name a folder/s);
  });
});

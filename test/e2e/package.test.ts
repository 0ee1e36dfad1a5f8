import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findEngine } from "../../sandbox/engine/engine.ts";
import { repository } from "../../sandbox/folder.ts";
import { findSdkGenerators } from "../../tools/sdk-generator.mjs";
import { Installed, quietly } from "../stage/installed.ts";
import { blocksOf, Reader } from "../stage/page.ts";
import { accounts, api, productFiles } from "../stage/product.ts";
import { whole } from "../stage/whole.ts";

let installed: Installed;
beforeAll(async () => {
  installed = await Installed.make();
});
afterAll(() => installed.close());

/** What TypeScript says of a program, which is nothing where its types are right. */
function typesOf(program: Installed): Promise<string> {
  const tsc = join(repository, "node_modules/typescript7/bin/tsc");
  return program.type(
    `node ${tsc} --singleThreaded --noEmit --strict --module nodenext --target es2023 --skipLibCheck index.ts`,
  );
}

test("the tarball holds the built programs and what they need to run, and nothing that only a developer needs", () => {
  const { files, unpackedSize } = installed.packed;
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => /\.(test\.\w+|m?ts|map)$/.test(path) && !path.endsWith(".d.ts"))).toEqual([]);
  expect(paths.filter((path) => /^(test|src|bench|proof)\/|dist\/(bench|proof)/.test(path))).toEqual([]);
  // What the engine and its language host are built from where they cannot be downloaded.
  expect(paths.filter((path) => path.endsWith(".go") && !path.startsWith("tools/engine/"))).toEqual([]);
  for (const path of ["LICENSE", "CHANGELOG.md", "docs/schema/stack.schema.json", "dist/sandbox.mjs"]) {
    expect(paths).toContain(path);
  }
  expect(unpackedSize).toBeLessThan(22_000_000);
});

describe("a product of three stacks that was written by hand, with no checkout near", () => {
  beforeAll(() => {
    const deploy = { on: { push: { branches: ["main"] } } };
    const system = {
      repository: accounts.repository,
      apps: { api: { ...api, name: "acme-api${environment.suffix}", secrets: { SESSION_KEY: { generate: "hex" } } } },
    };
    installed.write(
      productFiles(system, { dev: {}, staging: { deploy }, production: { deploy: { on: { release: {} } } } }),
    );
  });

  test("is checked without a network", async () => {
    expect(await installed.type("npx parity check")).toBe(
      "dev: fine\n\nproduction: fine\n\nstaging: fine\n\nNothing was changed.\n",
    );
  });
});

describe("the example of a program in TypeScript", () => {
  let shop: Installed;
  beforeAll(() => {
    shop = installed.beside("typescript", "examples/typescript");
  });
  afterAll(() => shop.stop());
  const types = () => typesOf(shop);

  test("goes up with a resource beside it that has an output of it, and the second preview is empty", async () => {
    expect(await types()).toBe("");
    const said = await shop.type("npx parity sandbox up --stack staging --yes --skip-preview");
    expect(said).toContain("https://shop-api-staging.fly.dev");
    expect(said).toContain("database: [secret]");
    await shop.type("npx parity sandbox preview --stack staging --expect-no-changes");
    expect(await shop.type("npx parity sandbox show github")).toContain("REPORTS_DATABASE_URL");
  });

  test("with a wrong argument has an error of types, and ends with the problem at its place, without a stack trace", async () => {
    shop.edit("index.ts", "port: 8000", "prot: 8000");
    await expect(types()).rejects.toThrow("'prot' does not exist in type");
    const preview = shop.type("npx parity sandbox preview --stack staging");
    await expect(preview).rejects.toThrow(
      /arguments {2}system\.apps\.api\.prot.*\[unknown-key\].*Nothing was changed\./s,
    );
    await expect(preview).rejects.not.toThrow(/\n\s+at .+:\d+:\d+/);
    shop.edit("index.ts", "prot: 8000", "port: 8000");
  });
});

describe("the example of the plugin alone", () => {
  let pastebin: Installed;
  const blocks = blocksOf("docs/plugin.md").filter(({ language }) => language !== "");
  const read = (section: string, path = process.env["PATH"]) => {
    const env = { ...quietly(), PATH: path, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_CONFIG_PASSPHRASE: "plugin" };
    const reader = new Reader(pastebin.folder, { ...env, PULUMI_BACKEND_URL: `file://${pastebin.folder}` });
    return reader.follow(blocks.filter((block) => block.section === section)).then(() => reader);
  };
  beforeAll(() => {
    pastebin = installed.beside("plugin-only", "examples/plugin-only");
  });
  afterAll(() => pastebin.stop());

  test("has the types of our classes, and goes up with an empty second preview", async () => {
    expect(await typesOf(pastebin)).toBe("");
    await read("From TypeScript");
    expect(await pastebin.type("npx parity sandbox show fly")).toMatch(/pastebin-staging.*SESSION_KEY.*pastes/s);
  });

  whole(
    "is told to other languages, whose SDKs compile",
    async () => {
      const engine = await findEngine({ env: process.env, say: () => undefined });
      const path = [await findSdkGenerators(), dirname(engine.command), process.env["PATH"]].join(delimiter);
      const reader = await read("From any other language", path);
      await reader.run("python3 -m venv venv && venv/bin/pip install --quiet ./sdk/python");
      const imported =
        "import pulumi_parity as parity; print(parity.fly.App, parity.neon.Project, parity.r2.Credentials)";
      expect(await reader.run(`venv/bin/python -c '${imported}'`)).toContain("pulumi_parity.fly.app.App");
      // With the modules that the generator itself is built from.
      for (const file of ["go.mod", "go.sum"]) {
        copyFileSync(join(repository, "tools", "sdk-generator", file), join(pastebin.folder, "sdk", "go", file));
      }
      await reader.run(
        "cd sdk/go && go mod edit -module example.com/pulumi-parity/sdk/go && GOFLAGS=-mod=mod go build ./...",
      );
    },
    900_000,
  );
});

whole("what npm create runs asks and writes as parity init does", async () => {
  await installed.add("create");
  const said = await installed.type("npx create-parity ../made --yes --no-stacks --name made --repository acme/made");
  expect(said).toContain("made is set up in ");
  expect(existsSync(join(installed.folder, "..", "made", "Pulumi.yaml"))).toBe(true);
  await expect(installed.type("npx create-parity ../made --yes --no-stacks")).rejects.toThrow("[already-initialized]");
});

describe("the tutorial, as a reader follows it with the tarball alone", () => {
  const blocks = blocksOf("docs/tutorial.md");
  const parts = (from: number, to: number) =>
    blocks.filter(({ section }) => Number.parseInt(section, 10) >= from && Number.parseInt(section, 10) <= to);
  let reader: Reader;
  let shop: string;
  beforeAll(() => {
    const folder = join(installed.folder, "..", "tutorial");
    mkdirSync(folder);
    copyFileSync(join(folder, "..", installed.packed.filename), join(folder, installed.packed.filename));
    shop = join(folder, "shop");
    // What npm finds there is not unpacked a third time: 500 MB by `Installed.make`, and by npx in the first block.
    mkdirSync(shop);
    spawnSync("cp", ["-al", join(installed.folder, "node_modules"), shop]);
    reader = new Reader(folder, { ...quietly(), PULUMI_SKIP_UPDATE_CHECK: "true" });
  });
  afterAll(async () => {
    if (existsSync(shop)) await reader.run(`cd ${shop} && npx parity sandbox stop`);
  });

  test("has every block in a numbered part", () => {
    expect(parts(1, 8)).toEqual(blocks);
  });

  test("writes a product and brings its staging up, with an empty second preview", async () => {
    await reader.follow(parts(1, 2));
    expect(existsSync(join(shop, ".sandbox", "state"))).toBe(true);
  });

  whole("changes it, and has two more environments", () => reader.follow(parts(3, 6)));

  whole("follows docs/change.md from there", () => reader.follow(blocksOf("docs/change.md")));

  whole("takes it down", () => reader.follow(parts(7, 7)));

  whole("brings two stacks up from an empty state with the commands of real life", async () => {
    const engine = await findEngine({ env: process.env, say: () => undefined });
    // Another state of these names would be refused: what the sandbox has made goes first.
    await reader.run("npx parity sandbox reset");
    const variables = await reader.run("npx parity sandbox variables");
    const exported = [...variables.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)];
    const env = Object.fromEntries(exported.map(([, name = "", value = ""]) => [name, value]));
    mkdirSync(join(shop, "..", "states"));
    const real = new Reader(shop, {
      ...{ ...quietly(), ...env },
      PATH: [dirname(engine.command), process.env["PATH"]].join(delimiter),
      PULUMI_HOME: join(shop, ".sandbox", "home"),
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
      PULUMI_BACKEND_URL: `file://${join(shop, "..", "states")}`,
      PULUMI_CONFIG_PASSPHRASE: "tutorial",
    });
    await real.follow(parts(8, 8));
  });
});

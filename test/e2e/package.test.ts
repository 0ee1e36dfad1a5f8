import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "../../sandbox/folder.ts";
import { Installed } from "../stage/installed.ts";
import { accounts, api, productFiles } from "../stage/product.ts";
import { whole } from "../stage/whole.ts";

let installed: Installed;
beforeAll(async () => {
  installed = await Installed.make();
});
afterAll(() => installed.close());

test("the tarball holds the built programs and what they need to run, and nothing that only a developer needs", () => {
  const { files, unpackedSize } = installed.packed;
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => /\.(test\.\w+|m?ts|map)$/.test(path) && !path.endsWith(".d.ts"))).toEqual([]);
  expect(paths.filter((path) => /^(test|src|bench|proof)\/|dist\/(bench|proof)/.test(path))).toEqual([]);
  expect(paths.filter((path) => path.endsWith(".go"))).toEqual(["tools/engine/tools.go"]);
  for (const path of ["LICENSE", "CHANGELOG.md", "docs/schema/stack.schema.json", "dist/sandbox.mjs"]) {
    expect(paths).toContain(path);
  }
  expect(unpackedSize).toBeLessThan(20_000_000);
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

  test("goes up in the sandbox, whose files lie beside it, and the second preview is empty", async () => {
    await installed.type("npx parity sandbox up --stack staging --yes --skip-preview");
    await installed.type("npx parity sandbox preview --stack staging --expect-no-changes");
    expect(existsSync(join(installed.folder, ".sandbox", "state"))).toBe(true);
    expect(await installed.type("npx parity sandbox --help")).toContain("npx parity sandbox up --stack staging --yes");
  });

  whole("is seen by each command of parity", async () => {
    expect(await installed.type("npx parity sandbox parity preview --stack staging")).toContain("no changes");
    expect(await installed.type("npx parity sandbox parity drift")).toContain("staging");
    expect(await installed.type("npx parity cost --stack staging")).toContain("USD");
  });
});

describe("the example of a program in TypeScript", () => {
  let shop: Installed;
  beforeAll(() => {
    shop = installed.beside("typescript", "examples/typescript");
  });
  afterAll(() => shop.stop());
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  const types = () =>
    shop.type(`node ${tsc} --noEmit --strict --module nodenext --target es2023 --skipLibCheck index.ts`);

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

whole("what parity init writes has its three environments up, with an empty second preview of each", async () => {
  await installed.type("npx parity init ../shop --yes --no-stacks --name shop --repository acme/shop");
  const shop = installed.beside("shop");
  for (const stack of ["dev", "staging", "production"]) {
    await shop.type(`npx parity sandbox up --stack ${stack} --yes --skip-preview`);
    await shop.type(`npx parity sandbox preview --stack ${stack} --expect-no-changes`);
  }
  await shop.stop();
});

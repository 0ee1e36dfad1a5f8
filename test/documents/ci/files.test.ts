import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { repository } from "../../../sandbox/folder.ts";
import { type CiOptions, ciFiles } from "../../../src/documents/ci/files.ts";
import type { CiProduct } from "../../../src/documents/ci/product.ts";
import { readProducts } from "../../../src/operations/setup-ci/products.ts";
import { lintWorkflow } from "../../stage/linter.ts";

const shop: CiProduct = {
  name: "shop",
  folder: "it's/shop",
  stacks: [
    { stack: "staging", tier: "staging" },
    { stack: "prod", tier: "production" },
  ],
};
const notes: CiProduct = { name: "notes", folder: "notes", stacks: [{ stack: "staging", tier: "staging" }] };

function filesOf(products: readonly CiProduct[], options: Partial<CiOptions> = {}) {
  return new Map(ciFiles(products, { branch: "main", ...options }).map(({ path, text }) => [path, text]));
}
const read = (files: ReadonlyMap<string, string>, name: string) => parse(files.get(`.github/workflows/${name}`) ?? "");

test("the workflows of this repository are what parity setup-ci writes", () => {
  for (const [path, text] of filesOf(readProducts(repository, undefined))) {
    expect(readFileSync(join(repository, path), "utf8"), path).toBe(text);
  }
});

describe("the workflows of a product of its own", () => {
  test("without an address are written beside their callers", () => {
    const files = filesOf([shop]);
    expect([...files.keys()].map((path) => path.replace(".github/workflows/", ""))).toEqual([
      ...["preview.yml", "up.yml", "drift.yml"],
      ...["parity-preview.yml", "parity-up.yml", "parity-drift.yml"],
    ]);
    expect(read(files, "up.yml").jobs.staging.uses).toBe("./.github/workflows/parity-up.yml");
  });

  test("with an address are three callers of that repository's", () => {
    const files = filesOf([shop], { from: { repository: "acme/parity", ref: "v1" } });
    expect(files.size).toBe(3);
    for (const [name, workflow] of [
      ["preview", "preview"],
      ["up", "by-hand"],
      ["drift", "drift"],
    ] as const) {
      const { uses } = read(files, `${name}.yml`).jobs[workflow];
      expect(uses).toBe(`acme/parity/.github/workflows/parity-${name}.yml@v1`);
    }
  });

  test("hand every secret on, for GitHub gives those of an environment in no other way", () => {
    const files = filesOf([shop, notes]);
    for (const name of ["preview.yml", "up.yml", "drift.yml"]) {
      for (const job of Object.values(read(files, name).jobs)) expect(job).toMatchObject({ secrets: "inherit" });
    }
  });

  test("bring production up where a product has it, by its tier and under its own name", () => {
    const { jobs } = read(filesOf([notes, shop]), "up.yml");
    const rows = (job: { strategy: { matrix: { include: object[] } } }) => job.strategy.matrix.include;
    expect(rows(jobs.production)).toEqual([{ product: "shop", folder: "it's/shop", stack: "prod" }]);
    expect(rows(jobs.staging)).toHaveLength(2);
    expect(Object.keys(read(filesOf([notes]), "up.yml").jobs)).toEqual(["staging", "by-hand"]);
    expect(Object.keys(read(filesOf([notes]), "preview.yml").jobs)).toEqual(["preview"]);
    expect(Object.keys(read(filesOf([notes]), "drift.yml").jobs)).toEqual(["drift"]);
  });

  test("follow another branch", () => {
    const files = filesOf([shop], { branch: "trunk" });
    expect(read(files, "up.yml").on.push.branches).toEqual(["trunk"]);
    expect(read(files, "preview.yml").on.push.branches).toEqual(["trunk"]);
    expect(read(files, "drift.yml").jobs.drift.with.issue).toBe("${{ github.ref == 'refs/heads/trunk' }}");
  });

  test.each([
    ["beside their callers", {}],
    ["elsewhere", { from: { repository: "acme/parity", ref: "v1" } }],
  ])("%s are fine for actionlint", { timeout: 120_000 }, async (_, options) => {
    for (const [path, text] of filesOf([shop, notes], options)) {
      expect([path, await lintWorkflow(text, path)]).toEqual([path, []]);
    }
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { Project } from "../../src/components/project.ts";
import { systemSchema } from "../../src/components/system.ts";
import { StackSource } from "../../src/config/source/stack-source.ts";
import { SystemSource } from "../../src/config/source/system-source.ts";
import type { HandedOn } from "../../src/environment/handed-on.ts";
import { KeptResolved } from "../../src/environment/kept-resolved.ts";
import { resolveFiles } from "../../src/environment/resolve-files.ts";
import { folderOf, systemNames } from "../documents/systems.ts";

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "cache-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
  vi.stubEnv("GITHUB_REF", undefined);
});

/** What the engine hands on of a stack of these files. */
function handedOn(folder: string, stack: string, secrets: HandedOn["secrets"] = {}): HandedOn {
  const main = new SystemSource(folder, systemSchema);
  const { environment } = new StackSource(folder, stack, main);
  return {
    ...{ project: main.project, stack, folder },
    ...{ system: main.system.value, environment: environment.value },
    ...{ secrets, kept: [], secretKeys: [] },
  };
}

/** A run of a stack: what is kept for it, or what its files come to, which it keeps. */
function run(handed: HandedOn) {
  const keeper = new KeptResolved(handed);
  const kept = keeper.read();
  const { resolved, problems } = resolveFiles(handed);
  keeper.write(resolved);
  return { kept, resolved, problems };
}

const written = () => {
  const folder = join(cache, "parity", "resolved");
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
};

const files = {
  "Pulumi.yaml": `name: acme
runtime: nodejs
config:
  acme:system:
    value:
      fly: { organization: acme, region: iad }
      apps:
        api:
          name: acme-api\${environment.suffix}
          port: 8000
          health: /health
          local: { port: 8000, command: serve }
          variables: { LEVEL: { value: info, shared: the same logs everywhere } }
          secrets: { DATABASE_URL: "\${secrets.DATABASE_URL}" }
`,
  "Pulumi.staging.yaml": "config:\n  acme:environment: {}\n",
  "Pulumi.production.yaml":
    "config:\n  acme:environment:\n    apps: { api: { secrets: { DATABASE_URL: postgres://db.acme.dev/acme } } }\n",
};

function product(): string {
  const folder = mkdtempSync(join(tmpdir(), "product-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test.each(systemNames)("what a run of each stack of %s keeps is what its files come to", (system) => {
  const folder = folderOf(system);
  for (const { stack } of new Project(folder).stacks) {
    const handed = handedOn(folder, stack);
    const { kept, resolved } = run(handed);
    expect(kept).toBeUndefined();
    expect(resolved.blueprint?.stack).toBe(stack);
    expect(run(handed).kept).toStrictEqual(resolved);
  }
});

test("after any change of a file, what is kept is what the files come to, or nothing", () => {
  const places = fc.constantFrom(...Object.keys(files)).chain((name) =>
    fc.record({
      name: fc.constant(name),
      at: fc.nat({ max: (files[name as keyof typeof files] ?? "").length }),
      cut: fc.nat({ max: 3 }),
      put: fc.constantFrom("", " ", "\n", "#", "9", "x", "prod", ": ", "${", "é"),
    }),
  );
  const folder = product();
  fc.assert(
    fc.property(places, fc.constantFrom("staging", "production"), ({ name, at, cut, put }, stack) => {
      const before = files[name as keyof typeof files];
      writeFileSync(join(folder, name), before);
      run(handedOn(folder, stack));
      writeFileSync(join(folder, name), before.slice(0, at) + put + before.slice(at + cut));
      const { kept, resolved } = run(handedOn(folder, stack));
      if (kept) expect(kept).toStrictEqual(resolved);
      expect(run(handedOn(folder, stack)).kept).toStrictEqual(resolved.blueprint && resolved);
    }),
  );
});

test("of a file beside them that may be meant for a stack's, nothing that was kept is true any more", () => {
  const folder = product();
  run(handedOn(folder, "staging"));
  writeFileSync(join(folder, "Pulumi.staging.yml"), "");
  const { kept, problems } = run(handedOn(folder, "staging"));
  expect(kept).toBeUndefined();
  expect(problems.map(({ code }) => code)).toContain("misnamed-stack-file");
});

test.each<[string, Partial<HandedOn>]>([
  ["another config than the files say", { environment: { alias: "other" } }],
  ["something encrypted in a plain place", { secretKeys: ["acme:environment"] }],
  ["secrets that an adopt has found to be kept", { kept: ["apps.api.secrets.DATABASE_URL"] }],
])("of an engine that hands on %s, the files are read again", (_, differs) => {
  const folder = product();
  const handed = handedOn(folder, "staging");
  run(handed);
  expect(run({ ...handed, ...differs }).kept).toBeUndefined();
});

test("what a person has set is not kept, and may be another the next time", () => {
  const folder = product();
  const secret = "canary-8b1f-never-in-clear";
  run(handedOn(folder, "staging", { DATABASE_URL: `postgres://acme:${secret}@other.acme.dev/acme` }));
  expect(written()).toHaveLength(1);
  expect(written().join("")).not.toMatch(/canary|other\.acme\.dev/);
  const { kept, resolved } = run(handedOn(folder, "staging", { DATABASE_URL: "postgres://another.acme.dev/acme" }));
  expect(kept).toStrictEqual(resolved);
});

test("where it leads to the database of another stack, the files are read again, and say where it is", () => {
  const folder = product();
  run(handedOn(folder, "staging"));
  const { kept, problems } = run(handedOn(folder, "staging", { DATABASE_URL: "postgres://db.acme.dev/acme" }));
  expect(kept).toBeUndefined();
  expect(problems.map(({ code }) => code)).toContain("one-database");
});

test("what is doubtful in the files is said of what is kept, too, and what is wrong is never kept", () => {
  const folder = product();
  run(handedOn(folder, "staging"));
  expect(run(handedOn(folder, "staging")).kept?.warnings).toContain("the same logs everywhere");
  writeFileSync(join(folder, "Pulumi.staging.yaml"), files["Pulumi.staging.yaml"].replace("{}", "{ nonsense: 1 }"));
  run(handedOn(folder, "staging"));
  const { kept, problems } = run(handedOn(folder, "staging"));
  expect(kept).toBeUndefined();
  expect(problems.map(({ code }) => code)).toContain("unknown-key");
});

test("in a workflow run the files are read each time: what a cache holds, another branch may have written", () => {
  const folder = product();
  run(handedOn(folder, "staging"));
  vi.stubEnv("GITHUB_REF", "refs/heads/main");
  expect(run(handedOn(folder, "staging")).kept).toBeUndefined();
});

test("where nothing can be kept, a run reads the files", () => {
  rmSync(cache, { recursive: true });
  writeFileSync(cache, "a file in its place");
  const folder = product();
  run(handedOn(folder, "staging"));
  expect(run(handedOn(folder, "staging")).kept).toBeUndefined();
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { runInit } from "../../src/cli/init/init.ts";
import { askAnswers } from "../../src/cli/init/questions.ts";
import {
  parseApps,
  parseDatabase,
  parseEnvironments,
  parseExtras,
  parseName,
  parseRepository,
} from "../../src/cli/init/words.ts";
import type { Answers } from "../../src/operations/init/answers.ts";
import { folderWith, run } from "./command.ts";

const usual: Answers = {
  name: "shop",
  repository: "acme/shop",
  fly: { organization: undefined, region: "iad" },
  apps: { app: { port: 8080, health: "/health" } },
  ...{ database: "neon", bucket: false, site: false },
  environments: ["dev", "staging", "production"],
};

/** Somebody who answers each question as it comes. */
async function answer(lines: readonly string[], given: Parameters<typeof askAnswers>[0] = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let asked = "";
  const left = [...lines];
  output.on("data", (chunk: Buffer) => {
    asked += chunk.toString();
    if (!/\] $/.test(chunk.toString())) return;
    const next = left.shift();
    if (next === undefined) input.end();
    else input.write(`${next}\n`);
  });
  const answers = await askAnswers(given, usual, { input, output });
  return { answers, questions: asked.match(/[A-Z][^?]*\?/g) ?? [] };
}

test("six questions are asked, and an empty answer is the one in brackets", async () => {
  const { answers, questions } = await answer(["", "", "", "", "", ""]);
  expect(questions).toHaveLength(6);
  expect(answers).toEqual({ ...usual, fly: { organization: "personal", region: "iad" } });
});

test("what was answered is taken, and what is none is asked again", async () => {
  const { answers } = await answer([
    "My Shop",
    "my-shop",
    "acme/app",
    "acme fra",
    "api:8000 worker",
    "neon bucket",
    "staging",
  ]);
  expect(answers).toEqual({
    ...{ name: "my-shop", repository: "acme/app", fly: { organization: "acme", region: "fra" } },
    apps: { api: { port: 8000, health: "/health" }, worker: {} },
    ...{ database: "neon", bucket: true, site: false },
    environments: ["staging"],
  });
});

test("what a flag has said is not asked", async () => {
  const { questions } = await answer(["", ""], { ...usual, apps: undefined, environments: undefined } as never);
  expect(questions).toHaveLength(2);
});

test("the end of the input ends it", async () => {
  await expect(answer([""])).rejects.toThrow("The questions were not answered to their end.");
});

describe("an answer that is none", () => {
  test.each<[string, () => unknown, string]>([
    ["a name", () => parseName("My_Shop"), "such as my-shop"],
    ["a long name", () => parseName("x".repeat(31)), "at most 30"],
    ["a repository", () => parseRepository("shop"), "owner/name"],
    ["an app", () => parseApps("api:http"), "such as api:8000"],
    ["an app's port", () => parseApps("api:70000"), "such as api:8000"],
    ["no app", () => parseApps(" "), "at least one"],
    ["a database", () => parseDatabase("mysql"), "write one of none, neon, fly"],
    ["something beside it", () => parseExtras(["queue"]), "write bucket, site"],
    ["an environment", () => parseEnvironments("stagging"), 'did you mean "staging"?'],
    ["reviews without staging", () => parseEnvironments("review,production"), "add staging"],
  ])("%s", (_, parse, fix) => {
    expect(parse).toThrow(fix);
  });
});

test("flags alone set a product up, which says what is to be put in and what to run next", async () => {
  const folder = folderWith({});
  const { code, out } = await run(() =>
    runInit(folder, {
      yes: true,
      stacks: false,
      name: "shop",
      repository: "acme/shop",
      apps: "api:8000",
      database: "neon",
    }),
  );
  expect(code).toBe(0);
  expect(out).toContain(`shop is set up in ${folder}: dev, production, staging.`);
  expect(out).toContain("Pulumi.yaml: put the slug that `fly orgs list` shows at fly.organization");
  expect(out).toMatch(/ {2}Run: npm install\n {2}Run: npx parity check\n {2}Run: npx parity up --stack staging\n/);
});

test("a folder without a fly.toml to start from is told", async () => {
  await expect(runInit(folderWith({}), { yes: true, stacks: false, from: folderWith({}) })).rejects.toThrow(
    "There is no fly.toml in",
  );
});

test("with --json the result is data, and the backend stands in Pulumi.yaml", async () => {
  const folder = join(folderWith({}), "shop");
  const { code, out } = await run(() =>
    runInit(folder, { yes: true, stacks: false, json: true, name: "shop", backend: "s3://shop-states" }),
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ...{ name: "shop", folder, stacks: ["dev", "production", "staging"], problems: [], made: false },
    next: ["npm install", "npx parity check", "npx parity up --stack staging"],
  });
  expect(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).toContain("backend:\n  url: s3://shop-states\n");
});

test("an address that is not one of states is refused, and nothing is written", async () => {
  const folder = join(folderWith({}), "shop");
  await expect(runInit(folder, { yes: true, stacks: false, backend: "shop-states" })).rejects.toThrow(
    "s3://shop-states",
  );
  expect(existsSync(folder)).toBe(false);
});

test("a repository that uploads its site needs a token that only a person has, which is told", async () => {
  const app = folderWith({ "fly.toml": 'app = "shop"\nprimary_region = "iad"\n' });
  mkdirSync(join(app, ".github/workflows"), { recursive: true });
  const upload = "on: push\njobs: { a: { steps: [{ run: wrangler pages deploy dist --project-name shop }] } }\n";
  writeFileSync(join(app, ".github/workflows/site.yml"), upload);
  const folder = join(folderWith({}), "shop");
  const { code, out } = await run(() =>
    runInit(folder, { yes: true, stacks: false, from: app, repository: "acme/shop" }),
  );
  expect([code, out]).toEqual([0, expect.stringContaining("CLOUDFLARE_API_TOKEN: only a person has it")]);
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { digestAnswers } from "../../../src/operations/unchanged/answers.ts";
import { readsByType, readsOf } from "../../../src/operations/unchanged/reads/reads.ts";
import type { StateResource } from "../../../src/operations/unchanged/state-file.ts";
import { definitions } from "../../../src/provider/definitions.ts";
import { official } from "../../../src/provider/official.ts";
import { closeWithTest } from "../../stage/server.ts";

/** What only the engine reads: Fly's Managed Postgres, and a type that an earlier release made. */
const left = [
  ...["parity:fly:Postgres", "parity:fly:PostgresDatabase", "parity:fly:PostgresUser"],
  "cloudflare:index/accountToken:AccountToken",
];

test("every type of resource is either read without the engine, or known to be left to it", () => {
  const all = [...definitions.map(({ token }) => token), ...Object.keys(official)];
  expect([...Object.keys(readsByType), ...left].sort()).toEqual(all.sort());
});

const resource = (type: string, id: string, inputs: object = {}): StateResource => ({
  ...{ urn: `urn:pulumi:staging::shop::${type}::one`, type, custom: true, id },
  inputs: { ...inputs },
});

test.each([
  ["a type that it does not know", [resource("aws:s3/bucket:Bucket", "one")]],
  ["a resource without what names it", [resource("parity:fly:App", "shop-api")]],
  [
    "a GitHub environment whose provider has no owner",
    [
      resource("github:index/repositoryEnvironment:RepositoryEnvironment", "shop:staging", {
        ...{ repository: "shop", environment: "staging" },
      }),
    ],
  ],
])("a state with %s is left to the engine", (_, resources) => expect(readsOf(resources)).toBeUndefined());

test("what several resources are read by is asked once", () => {
  const slot = "4f1d/shop/preview";
  const reads = readsOf([resource("parity:pages:Variables", slot), resource("parity:pages:Compatibility", slot)]);
  expect(reads).toMatchObject([{ vendor: "cloudflare", path: "/accounts/4f1d/pages/projects/shop" }]);
});

/** Digests what a vendor answers to the reads of one Neon branch. */
async function vendor() {
  let answer: () => { status: number; body: unknown } = () => ({ status: 200, body: {} });
  const server = createServer((_, response) => {
    const { status, body } = answer();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  closeWithTest(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reads = readsOf([resource("parity:neon:Branch", "project/branch")]) ?? [];
  const env = { NEON_API_KEY: "napi_one", NEON_API_HOST: `http://127.0.0.1:${port}` };
  return (body: unknown, status = 200) => {
    answer = () => ({ status, body });
    return digestAnswers(reads, "salt", env);
  };
}

test("whatever differs in an answer, beside what moves by itself, differs in the digest", async () => {
  const digest = await vendor();
  const moving = fc.constantFrom("updated_at", "cpu_used_sec", "current_state", "logical_size");
  const fixed = fc.stringMatching(/^[a-z]{1,6}$/).filter((key) => !/^(updated_at)$/.test(key));
  const answers = fc.dictionary(fixed, fc.jsonValue({ maxDepth: 2 }));
  await fc.assert(
    fc.asyncProperty(answers, answers, moving, fc.jsonValue(), async (one, other, key, value) => {
      const before = await digest({ branch: one });
      expect(before).toMatch(/^[\da-f]{64}$/);
      expect(await digest({ branch: { ...one, [key]: value } })).toBe(before);
      const isSame = canonical(one) === canonical(other);
      expect((await digest({ branch: other })) === before).toBe(isSame);
    }),
  );
});

/** As JSON carries it, whatever the order of keys. `-0` is `0` there. */
function canonical(value: unknown): string {
  const sorted = (one: unknown): unknown => {
    if (Array.isArray(one)) return ["list", ...one.map(sorted)];
    if (typeof one !== "object" || one === null) return one;
    const keys = Object.keys(one).sort();
    return ["object", ...keys.map((key) => [key, sorted((one as Record<string, unknown>)[key])])];
  };
  return JSON.stringify(sorted(value));
}

test("a compute that is being made counts, and one that sleeps or wakes does not", async () => {
  const digest = await vendor();
  const [idle, active] = [await digest({ current_state: "idle" }), await digest({ current_state: "active" })];
  expect(idle).toBe(active);
  expect(await digest({ current_state: "init" })).not.toBe(idle);
});

test.each([401, 403, 429, 500])("an answer of status %d is none", async (status) => {
  const digest = await vendor();
  expect(await digest({ message: "no" }, status)).toBeUndefined();
});

test("what is gone has another digest than what is there", async () => {
  const digest = await vendor();
  const there = await digest({ branch: { name: "main" } });
  expect(await digest({ message: "not found" }, 404)).not.toBe(there);
});

test("without a token nothing is asked", async () => {
  expect(await digestAnswers([{ vendor: "neon", path: "/projects/one" }], "salt", {})).toBeUndefined();
});

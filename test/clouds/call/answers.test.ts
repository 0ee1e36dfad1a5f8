import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CloudError } from "../../../src/clouds/call/cloud-error.ts";
import { createCloudflareClient } from "../../../src/clouds/cloudflare/client.ts";
import { createFlyClient, type FlyClient } from "../../../src/clouds/fly/client.ts";
import { createGithubClient, type GithubClient } from "../../../src/clouds/github/client.ts";
import { createNeonClient, type NeonClient } from "../../../src/clouds/neon/client.ts";
import { skipPauses } from "../../stage/pauses.ts";

/** One host that gives the same answer to every request. */
let answer = "";
let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  response.writeHead(200, { "content-type": "application/json" }).end(answer);
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const fly = () => createFlyClient({ token: "fo1_x", flapsUrl: url, apiUrl: url });
const cloudflare = () => createCloudflareClient({ token: "cf-token", baseUrl: url });
const pages = () => cloudflare().pages;
const accountTokens = () => cloudflare().accountTokens;
const bucket = { accountId: "a", name: "b", jurisdiction: "default" };
const slot = { accountId: "a", project: "p", slot: "production" } as const;

const postgres = { name: "n", organization: "o", region: "r", plan: "basic" };

/** Every call whose answer is read. */
const reading: readonly (readonly [string, (fly: FlyClient) => Promise<unknown>])[] = [
  ["read an app", ({ apps }) => apps.find("x")],
  ["make an app", ({ apps }) => apps.create({ name: "x", organization: "o" })],
  ["list apps", ({ apps }) => apps.list("o")],
  ["list secrets", ({ secrets }) => secrets.list("x")],
  ["write secrets", ({ secrets }) => secrets.write("x", { A: "canary-in-a-value" })],
  ["list addresses", ({ ipAssignments }) => ipAssignments.list("x")],
  ["make an address", ({ ipAssignments }) => ipAssignments.create("x", { type: "v6" })],
  ["read a certificate", ({ certificates }) => certificates.find("x", "a.dev")],
  ["ask for a certificate", ({ certificates }) => certificates.request("x", "a.dev")],
  ["list machines", ({ machines }) => machines.list("x")],
  ["read a machine", ({ machines }) => machines.find("x", "m")],
  ["lease a machine", ({ machines }) => machines.lease("x", "m", { ttl: 60, description: "" })],
  ["read a lease", ({ machines }) => machines.findLease("x", "m")],
  ["list tokens", ({ tokens }) => tokens.list("x")],
  [
    "issue a token",
    ({ tokens }) => tokens.createDeployToken("x", { id: "a", organization: { id: "o" } }, { name: "t", expiry: "1h" }),
  ],
  ["list regions", ({ regions }) => regions.list()],
  ["list clusters", (client) => client.postgres.list("o")],
  ["make a cluster", (client) => client.postgres.create(postgres)],
  ["read a cluster", (client) => client.postgres.find("c")],
  ["list databases", (client) => client.postgres.listDatabases("c")],
  ["list users", (client) => client.postgres.listUsers("c")],
  ["read a password", (client) => client.postgres.readPassword("c", "u")],
  ["read a Pages slot", () => pages().readSlot(slot)],
  ["list Pages projects", () => cloudflare().projects.list("a")],
  ["list objects of a bucket", () => cloudflare().buckets.listObjects(bucket)],
  ["empty a bucket", () => cloudflare().buckets.empty(bucket)],
  ["list account tokens", () => accountTokens().list("a")],
  ["read an account token", () => accountTokens().find("a", "t")],
  ["issue an account token", () => accountTokens().create("a", { name: "n", policies: [] })],
];

/** Calls that only have to be done: everything but a page tells them so. */
const doing: readonly (readonly [string, (fly: FlyClient) => Promise<unknown>])[] = [
  ["delete an app", ({ apps }) => apps.delete("x")],
  ["remove secrets", ({ secrets }) => secrets.remove("x", ["A"])],
  ["take an address", ({ ipAssignments }) => ipAssignments.delete("x", "1.1.1.1")],
  ["remove a certificate", ({ certificates }) => certificates.delete("x", "a.dev")],
  ["give a lease back", ({ machines }) => machines.releaseLease("x", "m", "n")],
  ["delete a cluster", (client) => client.postgres.delete("c")],
  ["change a Pages slot", () => pages().changeVariables(slot, {}, {})],
  ["delete a Pages project", () => cloudflare().projects.delete(slot)],
  ["delete an object", () => cloudflare().buckets.deleteObject(bucket, "k")],
  ["delete a bucket", () => cloudflare().buckets.delete(bucket)],
  ["change an account token", () => accountTokens().update("a", "t", { name: "n", policies: [] })],
  ["delete an environment of GitHub", () => githubApi().environments.delete("e")],
  ["revoke an account token", () => accountTokens().delete("a", "t")],
];

const page = "<!doctype html><title>Sign in</title>";
const malformed = [page, "", '{"id": ', "[]", "{}", '"text"', "7", '{"data": 7}', '{"id": 7, "ips": 7, "secrets": {}}'];

async function failureOf(call: Promise<unknown>): Promise<CloudError> {
  const failure = await call.then(
    (answered) => expect.fail(`it was taken for ${JSON.stringify(answered)}`),
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(CloudError);
  return failure as CloudError;
}

const named = { projectId: "p", branchId: "b", name: "n" };
const neon: readonly (readonly [string, (neon: NeonClient) => Promise<unknown>])[] = [
  ["read a project", ({ projects }) => projects.find("p")],
  ["look for projects", ({ projects }) => projects.listNamed("n", undefined)],
  ["list projects", ({ projects }) => projects.list("org-a")],
  ["make a project", ({ projects }) => projects.create({ name: "n" })],
  ["change a project", ({ projects }) => projects.update("p", { name: "n" })],
  ["read a branch", ({ branches }) => branches.find("p", "b")],
  ["list branches", ({ branches }) => branches.list("p")],
  ["make a branch", ({ branches }) => branches.create("p", { branch: { name: "n" }, compute: {}, annotation: {} })],
  ["read a compute", ({ endpoints }) => endpoints.findReadWrite("p", "b")],
  ["list databases", ({ databases }) => databases.list("p", "b")],
  ["read a role", ({ roles }) => roles.find(named)],
  ["make a role", ({ roles }) => roles.create(named)],
  ["read a password", ({ roles }) => roles.revealPassword(named)],
  ["read a connection", ({ databases }) => databases.findConnection(named, "r")],
];

/** Of a change Neon may name nothing that it does about it. */
const isChange = (name: string) => name.startsWith("change");

describe.each(neon)("Neon, asked to %s", (name, call) => {
  test.each(malformed.filter((one) => !(isChange(name) && one.startsWith("{"))))(
    "%j is an error that names the call, asked for once",
    async (body) => {
      answer = body;
      asked = 0;
      const { message, uncertain } = await failureOf(call(createNeonClient({ apiKey: "napi_x", baseUrl: url })));
      expect(message).toMatch(
        /^Neon gave an answer that it does not document when asked to .*: 200 .+ \((GET|POST|PATCH) \/.+\)\.\n {2}Fix: /,
      );
      expect([asked, uncertain]).toEqual([1, true]);
    },
  );
});

const githubApi = () => createGithubClient({ token: "ghp_x", apiUrl: url, repository: { owner: "o", repo: "r" } });
const comment = { id: 1, body: "b", url: "https://a.dev", trusted: true };
const made = { environment: "e", production: false, description: "d", payload: { id: "p" }, ref: "s" };

/** GitHub's lists are JSON lists, but for those in an envelope. */
const github: readonly (readonly [string, (github: GithubClient) => Promise<unknown>])[] = [
  ["list comments", ({ comments }) => comments.list(1)],
  ["write a comment", ({ comments }) => comments.create(1, "b")],
  ["change a comment", ({ comments }) => comments.update(comment, "b")],
  ["list issues", ({ issues }) => issues.listOpen()],
  ["open an issue", ({ issues }) => issues.create({ title: "t", body: "b" }, () => true)],
  ["change an issue", ({ issues }) => issues.update({ ...comment, number: 1, title: "t" }, { title: "t", body: "b" })],
  ["close an issue", ({ issues }) => issues.close({ ...comment, number: 1, title: "t" })],
  ["read a pull request", ({ pulls }) => pulls.read(1)],
  ["list pull requests", ({ pulls }) => pulls.listOf("s")],
  ["list open pull requests", ({ pulls }) => pulls.listOpen()],
  ["read the names of environments", ({ environments }) => environments.list()],
  ["record a deployment", ({ deployments }) => deployments.create(made)],
  [
    "say what became of it",
    ({ deployments }) => deployments.addStatus({ id: 1 }, { state: "success", description: "d" }),
  ],
  ["read policies", ({ deploymentPolicies }) => deploymentPolicies.list("e")],
  ["read the secrets of an environment", ({ environmentValues }) => environmentValues.secrets("e")],
  ["read the variables of an environment", ({ environmentValues }) => environmentValues.variables("e")],
  ["look for artifacts", ({ artifacts }) => artifacts.list("n")],
  ["read when the token ends", (client) => client.readTokenEnd()],
  ["see the repository", (client) => client.isVisible()],
];

describe.each(github)("GitHub, asked to %s", (name, call) => {
  const others = ["null", "[null]", '[{"id": 1}]', '{"total_count": 1, "id": null}', '{"total_count": 1}'];
  const lists = name.startsWith("list ");
  /** Of these only the id is read. */
  const identified = /^(record|say|see) /.test(name);
  beforeEach(skipPauses);
  test.each(
    [...malformed, ...others].filter((one) => !(lists && one === "[]") && !(identified && one.startsWith('{"id": 7'))),
  )("%j is an error that names the call", async (body) => {
    answer = body;
    // After a write the thing is looked for, and the list is as malformed.
    const { message, uncertain, failure } = await failureOf(call(githubApi()));
    expect(message).toMatch(
      /^GitHub gave an answer that it does not document when asked to .*: 200 .+ \((GET|POST|PATCH) \/.+\)\.\n {2}Fix: /,
    );
    expect([uncertain, failure.malformed]).toEqual([true, true]);
  });
});

describe.each(reading)("to %s", (_name, call) => {
  // Fly writes `null` for an empty list.
  test.each(_name.startsWith("list machines") ? malformed.filter((one) => one !== "[]") : malformed)(
    "%j is an error that names the call, asked for once",
    async (body) => {
      answer = body;
      asked = 0;
      const { message, uncertain, failure } = await failureOf(call(fly()));
      expect(message).toMatch(
        /^(Fly|Cloudflare) gave an answer that it does not document when asked to .*: 200 .+ \((GET|POST) \/.+\)\.\n {2}Fix: /,
      );
      expect([asked, uncertain, failure.malformed]).toEqual([1, true, true]);
    },
  );
});

test.each(doing)("to %s, a page is no success", async (_name, call) => {
  answer = page;
  expect((await failureOf(call(fly()))).message).toContain("a text that begins with");
});

test("a secret that the answer echoes is not shown", async () => {
  answer = "canary-in-a-value is fine";
  expect((await failureOf(fly().secrets.write("x", { A: "canary-in-a-value" }))).message).not.toContain("canary");
});

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { GithubArtifact } from "../../../src/clouds/github/artifacts.ts";
import { emulateGithub, token } from "./emulated-github.ts";
import { scriptGithub } from "./scripted-github.ts";

const megabyte = 1024 * 1024;
const content = Buffer.from("the bytes of a zip");
const artifact: GithubArtifact = {
  id: 5,
  name: "plan",
  size: content.byteLength,
  expired: false,
  digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
  headSha: undefined,
  headRepositoryId: undefined,
};

/** An API that leads to a store on another port. */
async function storeOf(answer: (call: number) => Buffer | number) {
  let calls = 0;
  const store = await scriptGithub((_, response) => {
    calls += 1;
    const given = answer(calls);
    if (typeof given === "number") response.writeHead(given).end();
    else response.writeHead(200, { "content-type": "application/zip" }).end(given);
  });
  const api = await scriptGithub((_, response) =>
    response.writeHead(302, { location: `${store.url}/blob/5?sig=opens-it` }).end(),
  );
  return { api, store };
}

test("an artifact is downloaded where the API leads, without the token", async () => {
  const { api, store } = await storeOf(() => content);
  expect(Buffer.from(await api.client.artifacts.download(artifact, megabyte))).toEqual(content);
  expect(api.seen).toMatchObject([{ url: "/repos/plyr-fm/plyr/actions/artifacts/5/zip" }]);
  expect(api.seen[0]?.headers.authorization).toBe(`token ${token}`);
  expect(store.seen).toMatchObject([{ url: "/blob/5?sig=opens-it" }]);
  expect(store.seen[0]?.headers.authorization).toBeUndefined();
});

test("a download that fails is tried again at a new address", async () => {
  const { api, store } = await storeOf((call) => (call === 1 ? 503 : content));
  expect(Buffer.from(await api.client.artifacts.download(artifact, megabyte))).toEqual(content);
  expect([api.seen.length, store.seen.length]).toEqual([2, 2]);
});

test.each<[string, Partial<GithubArtifact>, number, RegExp]>([
  ["larger than it may be", {}, 10, /200 it is more than 10 bytes/],
  ["not what GitHub lists", { digest: "sha256:00" }, megabyte, /200 it is sha256:\w{64}, and GitHub lists sha256:00/],
])("a download that is %s is refused", async (_, change, limit, message) => {
  const { api } = await storeOf(() => content);
  const error = await api.client.artifacts.download({ ...artifact, ...change }, limit).catch((reason) => reason);
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain("opens-it");
});

test("a refusal of the store names its path and not what opens it", async () => {
  const { api } = await storeOf(() => 404);
  await expect(api.client.artifacts.download(artifact, megabyte)).rejects.toThrow(
    'GitHub refused to download the artifact "plan": 404 the store of artifacts did not hand it out (GET /blob/5).',
  );
});

test("artifacts of a name are listed newest first, from every page", async () => {
  const github = await emulateGithub();
  await github.send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
  for (let n = 0; n < 101; n++) github.upload(1, "plan", { "plan.json": "{}" });
  github.upload(1, "other", { "plan.json": "{}" });
  const found = await github.connect().artifacts.list("plan");
  expect(found).toHaveLength(101);
  expect(found[0]).toMatchObject({ id: 3_900_000_101, name: "plan", expired: false, headRepositoryId: github.repo.id });
  expect(github.takeCalls().filter((call) => call === "listArtifacts 200")).toHaveLength(2);
});

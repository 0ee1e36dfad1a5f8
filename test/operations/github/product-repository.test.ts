import { expect, test } from "vitest";
import { connectProductRepository } from "../../../src/operations/github/product-repository.ts";
import { emulateGithub, token } from "../../clouds/github/emulated-github.ts";

const repository = { owner: "plyr-fm", name: "plyr" };

test("the product's repository is asked with the provider's token, at the provider's address", async () => {
  const github = await emulateGithub();
  const connected = connectProductRepository({ repository }, { GITHUB_TOKEN: token, GITHUB_BASE_URL: github.url });
  expect(connected?.name).toBe("plyr-fm/plyr");
  expect(await connected?.github.isVisible()).toBe(true);
});

test.each([
  ["a token", { repository }, { GITHUB_TOKEN: "" }],
  ["a token that can be sent", { repository }, { GITHUB_TOKEN: "ghp_of two\nlines" }],
  ["a repository", {}, { GITHUB_TOKEN: token }],
])("without %s there is nobody to ask", (_what, blueprint, env) => {
  expect(connectProductRepository(blueprint, env)).toBeUndefined();
});

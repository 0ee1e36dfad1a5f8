import { describe, expect, test } from "vitest";
import { emulateGithub, token } from "./emulated-github.ts";
import { scriptGithub } from "./scripted-github.ts";

test("the environments of a repository are listed by name over all pages", async () => {
  const { connect, send, repo } = await emulateGithub();
  await send("PUT", "/environments/staging", {});
  const [first] = repo.environments;
  if (!first) throw new Error("no environment");
  for (let i = 1; i < 205; i++) repo.environments.push({ ...first, id: first.id + i, name: `Review/pr-${i}` });
  const names = await connect().environments.list();
  expect(names).toHaveLength(205);
  expect([names[0], names[204]]).toEqual(["staging", "Review/pr-204"]);
});

describe("an environment", () => {
  test("is deleted, whatever is in its name, and its deletion is done the second time as well", async () => {
    const { connect, send } = await emulateGithub();
    await send("PUT", `/environments/${encodeURIComponent("Review / app:1")}`, {});
    await send("PUT", "/environments/staging", {});
    const { environments } = connect();
    await environments.delete("Review / app:1");
    await environments.delete("Review / app:1");
    expect(await environments.list()).toEqual(["staging"]);
  });

  test.each(["refuse", "lose", "misreport"] as const)("is deleted when the call is met by %s", async (kind) => {
    const { connect, send, faults } = await emulateGithub();
    await send("PUT", "/environments/pr-1", {});
    faults.push({ operation: "github.deleteEnvironment", kind, times: 1 });
    await connect().environments.delete("pr-1");
    expect(await connect().environments.list()).toEqual([]);
  });

  test("that the token may not delete stays, and the refusal names it", async () => {
    const { client } = await scriptGithub((_, response) =>
      response.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify({ message: `No ${token}` })),
    );
    await expect(client.environments.delete("pr-1")).rejects.toThrow(
      "GitHub refused to delete environment pr-1: 403 No [secret] (DELETE /repos/plyr-fm/plyr/environments/pr-1).",
    );
  });
});

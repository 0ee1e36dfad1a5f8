import { describe, expect, test } from "vitest";
import { emulateGithub } from "./emulated-github.ts";
import { scriptGithub } from "./scripted-github.ts";

describe("the open pull requests", () => {
  test("are listed oldest first over all pages, and none that is closed or an issue", async () => {
    const { connect, send, repo } = await emulateGithub();
    await send("POST", "/issues", { title: "an issue" });
    await send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
    const [, first] = repo.issues;
    if (!first?.pull) throw new Error("no pull request");
    for (let i = 1; i < 205; i++) {
      const { id, number, pull } = first;
      const closed = i % 2 === 1 && { state: "closed" as const };
      repo.issues.push({ ...first, ...closed, id: id + i, number: number + i, pull: { ...pull, head: `feat-${i}` } });
    }
    const open = await connect().pulls.listOpen();
    expect(open.map(({ number }) => number)).toEqual(Array.from({ length: 103 }, (_, i) => 2 + 2 * i));
  });

  test("tell their branch, their labels, and whether they come from a fork", async () => {
    const { connect, send } = await emulateGithub();
    await send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
    await send("POST", "/pulls", { title: "two", head: "octocat:feat", base: "main" }, ":octocat");
    await send("POST", "/issues/1/labels", { labels: ["keep"] });
    const [own, fork] = await connect().pulls.listOpen();
    expect(own).toMatchObject({ number: 1, open: true, headRef: "feat", labels: ["keep"] });
    expect(own?.headRepositoryId).toBe(own?.baseRepositoryId);
    expect(fork).toMatchObject({ number: 2, open: true, headRef: "feat", labels: [] });
    expect(fork?.headRepositoryId).not.toBe(fork?.baseRepositoryId);
  });
});

test("a pull request is open until it is closed or merged", async () => {
  const { connect, send } = await emulateGithub();
  for (const head of ["a", "b"]) await send("POST", "/pulls", { title: head, head, base: "main" });
  const read = async (number: number) => {
    const { open, merged } = await connect().pulls.read(number);
    return { open, merged };
  };
  expect(await read(1)).toEqual({ open: true, merged: false });
  await send("PATCH", "/issues/1", { state: "closed" });
  await send("PUT", "/pulls/2/merge", {});
  expect(await read(1)).toEqual({ open: false, merged: false });
  expect(await read(2)).toEqual({ open: false, merged: true });
});

test.each([undefined, "OPEN", "draft"])("a pull request whose state is %s is not taken for closed", async (state) => {
  const { send } = await emulateGithub();
  const pull = await send<object>("POST", "/pulls", { title: "one", head: "feat", base: "main" });
  const { client } = await scriptGithub((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ...pull, state })),
  );
  await expect(client.pulls.read(1)).rejects.toThrow("gave an answer that it does not document");
});

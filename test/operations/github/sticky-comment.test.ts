import { beforeEach, describe, expect, test } from "vitest";
import { STICKY_COMMENT_ROOM, writeStickyComment } from "../../../src/operations/github/sticky-comment.ts";
import { type EmulatedGithub, emulateGithub, token } from "../../clouds/github/emulated-github.ts";

const marker = "<!-- parity:preview stack=staging -->";

let github: EmulatedGithub;
beforeEach(async () => {
  github = await emulateGithub();
  await github.send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
  github.takeCalls();
});

const write = (body: string, stack = "staging", account = "") =>
  writeStickyComment(github.connect(token + account), {
    kind: "preview",
    pull: 1,
    stack,
    body: () => ({ text: body }),
  });
const comment = (body: string, account = "") => github.send("POST", "/issues/1/comments", { body }, account);
const bodies = () => github.repo.comments.map(({ body }) => body);

describe("the comment of a stack", () => {
  test("is written, edited in place, and left when nothing has changed", async () => {
    expect(await write("one")).toEqual({
      action: "created",
      url: `${github.url}/plyr-fm/plyr/pull/1#issuecomment-1900000001`,
    });
    expect(await write("two")).toEqual({
      action: "updated",
      url: `${github.url}/plyr-fm/plyr/pull/1#issuecomment-1900000001`,
    });
    expect(await write("two")).toMatchObject({ action: "unchanged" });
    expect(bodies()).toEqual([`${marker}\ntwo`]);
    expect(github.takeWrites()).toEqual(["createComment", "updateComment"]);
  });

  test("is found behind 131 others", async () => {
    for (let n = 0; n < 131; n++) await comment(`other ${n}`, ":octocat");
    await write("one");
    for (let n = 0; n < 31; n++) await comment(`later ${n}`, ":octocat");
    expect(await write("two")).toMatchObject({ action: "updated" });
    expect(bodies().filter((body) => body.startsWith(marker))).toEqual([`${marker}\ntwo`]);
    expect(bodies()[131]).toBe(`${marker}\ntwo`);
  });

  test("is another for another stack, also where both write at once", async () => {
    const stacks = ["staging", "production", "staging-eu"];
    for (const body of ["one", "two"]) await Promise.all(stacks.map((stack) => write(`${body} ${stack}`, stack)));
    expect(bodies().sort()).toEqual(
      ["production", "staging", "staging-eu"]
        .map((stack) => `<!-- parity:preview stack=${stack} -->\ntwo ${stack}`)
        .sort(),
    );
  });

  test("is a bot's, too", async () => {
    await write("one", "staging", ":github-actions[bot]");
    expect(await write("two", "staging", ":github-actions[bot]")).toMatchObject({ action: "updated" });
    expect(github.repo.comments).toMatchObject([{ author: "github-actions[bot]", body: `${marker}\ntwo` }]);
  });

  test("is never a stranger's, whatever it starts with", async () => {
    await comment(`${marker}\nNo changes.`, ":octocat");
    expect(await write("one")).toMatchObject({ action: "created" });
    expect(await write("two")).toMatchObject({ action: "updated" });
    expect(bodies()).toEqual([`${marker}\nNo changes.`, `${marker}\ntwo`]);
  });

  test.each([
    ["quoted", `> ${marker}\n> No changes.`],
    ["further down", `See:\n${marker}`],
  ])("is not one with the line %s", async (_, body) => {
    await comment(body);
    expect(await write("one")).toMatchObject({ action: "created" });
  });

  test("is the oldest of two, which a race has left, and the other stays as it is", async () => {
    await comment(`${marker}\nfirst`);
    await comment(`${marker}\nsecond`);
    expect(await write("two")).toMatchObject({ action: "updated" });
    expect(bodies()).toEqual([`${marker}\ntwo`, `${marker}\nsecond`]);
  });

  test("is the same when GitHub has ended its lines in another way", async () => {
    await comment(`${marker}\r\none\r\ntwo\r\n`);
    expect(await write("one\ntwo")).toMatchObject({ action: "unchanged" });
  });

  test("has as much room as is told, and no more than GitHub takes", async () => {
    expect(await write("x".repeat(STICKY_COMMENT_ROOM), "s".repeat(100))).toMatchObject({ action: "created" });
    expect(STICKY_COMMENT_ROOM).toBe(65_024);
  });
});

describe("where GitHub fails in the middle", () => {
  test.each(["lose", "misreport", "cut"] as const)("a first comment met by %s is there once", async (kind) => {
    github.faults.push({ operation: "github.createComment", kind, times: 1 });
    await write("one");
    expect(bodies()).toEqual([`${marker}\none`]);
  });

  test("an edit whose answer is lost is repeated", async () => {
    await write("one");
    github.faults.push({ operation: "github.updateComment", kind: "lose", times: 1 });
    expect(await write("two")).toMatchObject({ action: "updated" });
    expect(bodies()).toEqual([`${marker}\ntwo`]);
  });

  test("nothing is written when the comments cannot be read", async () => {
    await write("one");
    github.takeCalls();
    github.faults.push({ operation: "github.listComments", kind: "refuse", status: 403, times: 1 });
    await expect(write("two")).rejects.toThrow(/^GitHub refused to list the comments of #1: 403/);
    expect(github.takeWrites()).toEqual([]);
  });
});

import { expect, test } from "vitest";
import { runCompare } from "../../src/cli/compare.ts";
import { folderWith, run, wrong } from "./command.ts";

const compare = (first: string, second: string, project = ".") =>
  run(async () => runCompare(first, second, { project }));

test("a difference has both values, the lines that say so, and the reason", async () => {
  const { code, out } = await compare("staging", "production");
  expect(code).toBe(0);
  expect(out).toMatch(
    / {2}secrets\.NOTIFY_ENABLED\n {4}staging {5}\(not there\)\n {4}production {2}true {2}Pulumi\.production\.yaml:\d+\n {4}why: only production tells people about new tracks\n/,
  );
  expect(out).toContain("The same in both: apps.transcoder.");
});

test("as JSON it is for a program", async () => {
  const { out } = await run(async () => runCompare("staging", "production", { project: ".", json: true }));
  expect(JSON.parse(out)).toMatchObject({ stacks: ["staging", "production"], things: expect.any(Array) });
});

test("a stack that is not sound is not compared, and one with itself neither", async () => {
  const { code, out } = await compare("staging", "dev", folderWith(wrong));
  expect(code).toBe(1);
  expect(out).toContain("[unknown-key]");
  await expect(compare("dev", "dev")).rejects.toThrow('"dev" is compared with itself.');
});

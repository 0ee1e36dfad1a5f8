import { expect, it } from "vitest";
import { formatConfigKey, standInFor } from "../../sandbox/stand-in.ts";

it("a stand-in says what it stands for and differs between stacks", () => {
  expect(standInFor("plyr", "staging", "plyr:secrets.LOGFIRE_WRITE_TOKEN")).toMatch(
    /^sandbox-LOGFIRE_WRITE_TOKEN-[0-9a-f]{12}$/,
  );
  expect(standInFor("plyr", "staging", "plyr:secrets.A")).toBe(standInFor("plyr", "staging", "plyr:secrets.A"));
  expect(standInFor("plyr", "staging", "plyr:secrets.A")).not.toBe(standInFor("plyr", "production", "plyr:secrets.A"));
});

it.each([
  [["plyr:secrets", "A_B"], "plyr:secrets.A_B"],
  [["plyr:list", 0, "x"], "plyr:list[0].x"],
  [["plyr:map", 'a."b'], 'plyr:map["a.\\"b"]'],
  [["plyr:plain"], "plyr:plain"],
])("the path %j is written as pulumi reads it", (path, key) => {
  expect(formatConfigKey(path)).toBe(key);
});

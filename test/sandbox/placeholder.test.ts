import { expect, it } from "vitest";
import { formatConfigKey, placeholderFor } from "../../sandbox/placeholder.ts";

it("a placeholder says what it stands for and differs between stacks", () => {
  expect(placeholderFor("plyr", "staging", "plyr:secrets.LOGFIRE_WRITE_TOKEN")).toMatch(
    /^sandbox-LOGFIRE_WRITE_TOKEN-[0-9a-f]{12}$/,
  );
  expect(placeholderFor("plyr", "staging", "plyr:secrets.A")).toBe(placeholderFor("plyr", "staging", "plyr:secrets.A"));
  expect(placeholderFor("plyr", "staging", "plyr:secrets.A")).not.toBe(
    placeholderFor("plyr", "production", "plyr:secrets.A"),
  );
});

it.each([
  [["plyr:secrets", "A_B"], "plyr:secrets.A_B"],
  [["plyr:list", 0, "x"], "plyr:list[0].x"],
  [["plyr:map", 'a."b'], 'plyr:map["a.\\"b"]'],
  [["plyr:plain"], "plyr:plain"],
])("the path %j is written as pulumi reads it", (path, key) => {
  expect(formatConfigKey(path)).toBe(key);
});

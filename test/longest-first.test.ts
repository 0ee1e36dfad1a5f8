import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { longest } from "./longest-first.ts";

it("what is started first is there", () => {
  expect(longest.filter((path) => !existsSync(path))).toEqual([]);
});

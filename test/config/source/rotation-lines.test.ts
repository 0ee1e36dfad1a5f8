import { expect, test } from "vitest";
import { setRotations } from "../../../src/config/source/rotation-lines.ts";

const environment = "config:\n  acme:environment:\n";

test.each([
  ["a file that there is none of", "", `${environment}    rotations:\n      storage: { count: 2 }\n`],
  [
    "a file with comments, which stay",
    `# ours\n${environment}    alias: stg # why\n  acme:secrets: { A: { secure: v1:x } }\n`,
    `# ours\n${environment}    alias: stg # why\n    rotations:\n      storage: { count: 2 }\n  acme:secrets: { A: { secure: v1:x } }\n`,
  ],
  [
    "lines of which it takes the place, beside others",
    `${environment}    rotations:\n      storage: { count: 2, overlap: true }\n      apps.api.deployToken: { count: 1 }\n`,
    `${environment}    rotations:\n      storage: { count: 2 }\n      apps.api.deployToken: { count: 1 }\n`,
  ],
])("a rotation is written into %s", (_what, before, after) => {
  expect(setRotations(before, "acme", { storage: { count: 2, overlap: false } })).toBe(after);
});

test("one that is under way says that the one before is still there", () => {
  const path = "apps.api.secrets.KEY";
  const text = setRotations("", "acme", { [path]: { count: 1, overlap: true } });
  expect(text).toBe(`${environment}    rotations:\n      ${path}: { count: 1, overlap: true }\n`);
});

import { expect, test } from "vitest";
import { addKept, withKept } from "../../../src/config/source/kept-list.ts";

const list = "apps.api.secrets";

test.each([
  ["a file that there is none of", "", "config:\n  acme:environment:\n    kept:\n      - apps.api.secrets.A\n"],
  [
    "a file with comments, which stay",
    "# ours\nconfig:\n  acme:environment:\n    # short\n    alias: stg # why\n  acme:secrets: { A: { secure: v1:x } }\n",
    "# ours\nconfig:\n  acme:environment:\n    # short\n    alias: stg # why\n    kept:\n      - apps.api.secrets.A\n  acme:secrets: { A: { secure: v1:x } }\n",
  ],
  [
    "a list that has some, each once and in order",
    "config:\n  acme:environment:\n    kept: [apps.api.secrets.Z, apps.api.secrets.A]\n",
    "config:\n  acme:environment:\n    kept:\n      - apps.api.secrets.A\n      - apps.api.secrets.Z\n",
  ],
  [
    "an environment in which nothing differs",
    "config:\n  acme:environment:\n",
    "config:\n  acme:environment:\n    kept:\n      - apps.api.secrets.A\n",
  ],
])("paths are added to %s", (_what, before, after) => {
  expect(addKept(before, "acme", [`${list}.A`])).toBe(after);
});

test.each([
  [undefined, { kept: ["a"] }],
  [
    { alias: "stg", kept: ["b"] },
    { alias: "stg", kept: ["b", "a"] },
  ],
])("an environment of %j keeps more without a change of what was given", (environment, after) => {
  const before = structuredClone(environment);
  expect(withKept(environment, ["a"])).toEqual(after);
  expect(environment).toEqual(before);
});

test("an environment that keeps nothing more is what it was", () => {
  const environment = { alias: "stg" };
  expect(withKept(environment, [])).toBe(environment);
});

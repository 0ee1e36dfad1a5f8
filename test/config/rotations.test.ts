import { describe, expect, test } from "vitest";
import { roundNamed, roundsOf } from "../../src/components/rotation.ts";
import { blueprintOf, resolveAcme, shortly } from "./acme.ts";

const KEY = "apps.api.secrets.KEY";

test.each([
  [{}, ["storage"]],
  [{ storage: { count: 1, overlap: true } }, ["storage-rotated-1", "storage"]],
  [{ storage: { count: 1, overlap: false } }, ["storage-rotated-1"]],
  [{ storage: { count: 3, overlap: true } }, ["storage-rotated-3", "storage-rotated-2"]],
  [{ [KEY]: { count: 3, overlap: true } }, ["storage"]],
])("after %j the key of the buckets, and the one before it, are %j", (rotations, names) => {
  const { current, previous } = roundsOf("storage", { rotations });
  expect([current, previous].flatMap((round) => round?.named("storage") ?? [])).toEqual(names);
  expect(names.map((name) => roundNamed(name, "storage"))).toEqual(
    [current.number, previous?.number].slice(0, names.length),
  );
});

test.each(["storage-rotated-0", "storage-rotated-", "storage-rotated-1x", "storages", "other"])(
  "%s is not a key that a rotation has made",
  (name) => expect(roundNamed(name, "storage")).toBeUndefined(),
);

test("what is rotated is held against what the stack makes", () => {
  const rotations = Object.fromEntries(
    ["storage", "apps.api.deployToken", KEY, "apps.api.secrets.KEYS", "databases.main"].map((path) => [
      path,
      { count: 1 },
    ]),
  );
  expect(shortly(resolveAcme("staging", { rotations }))).toEqual([
    `environment rotations["apps.api.secrets.KEYS"] [unknown-rotation] "apps.api.secrets.KEYS" is not a key or a secret that "staging" makes. → did you mean "${KEY}"?`,
    `environment rotations["databases.main"] [unknown-rotation] "databases.main" is not a key or a secret that "staging" makes. → remove it; known here: storage, apps.api.deployToken, ${KEY}`,
  ]);
});

describe("what a secret was before its last rotation", () => {
  const withSecret = (value: string) => ({ apps: { api: { secrets: { KEY_PREVIOUS: value } } } });

  test("is one of its two values, made where it is", () => {
    const { apps, generated } = blueprintOf("staging", {}, withSecret(`\${${KEY}.previous}`));
    expect(apps[0]?.secrets["KEY_PREVIOUS"]).toEqual({
      parts: [{ of: "generated", key: KEY, output: "previous", secret: true }],
    });
    expect(generated.map(({ key }) => key)).toEqual([KEY]);
  });

  test.each(["apps.api.secrets.TOKEN", "apps.api.secrets.DATABASE_URL"])(
    "is nothing for %s, which nobody generates",
    (path) => {
      expect(shortly(resolveAcme("staging", {}, withSecret(`\${${path}.previous}`)))).toEqual([
        expect.stringMatching(/\[no-previous\] \$\{apps\.api\.secrets\.\w+\.previous\} does not exist/),
      ]);
    },
  );

  test("is not a value of a variable", () => {
    const [first] = shortly(resolveAcme("staging", {}, withSecret("${apps.api.variables.LOG_LEVEL.previous}")));
    expect(first).toContain("[unknown-reference]");
  });
});

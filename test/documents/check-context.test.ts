import { expect, test } from "vitest";
import type { Raw } from "../../src/config/merge.ts";
import { checkContext } from "../../src/documents/check-context.ts";
import { blueprintOf } from "../config/acme.ts";
import { blueprintsOf } from "./systems.ts";

const problemsOf = (api: Raw) => {
  const blueprint = blueprintOf("staging", {}, { apps: { api: { config: "apps/api/fly.toml", ...api } } });
  return blueprint.apps.flatMap((app) => checkContext(app, blueprint));
};

test.each([
  ["npm run migrate -w apps/api"],
  ["npm --workspace=apps/api run migrate"],
  ["pnpm --filter api migrate"],
  ["yarn workspaces run migrate -F api"],
])("%s needs the workspace's root in the image", (release) => {
  const [problem] = problemsOf({ release });
  expect(problem?.code).toBe("workspace-outside-context");
  expect(problem?.what).toContain("is built from apps/api alone");
  expect(problemsOf({ release, dockerfile: "Dockerfile" })).toEqual([]);
  expect(problemsOf({ release, config: "fly.toml" })).toEqual([]);
});

test.each([["npm run migrate"], ["alembic upgrade head"], ["./migrate -w 3"]])(
  "%s needs no more than its folder",
  (release) => {
    expect(problemsOf({ release })).toEqual([]);
  },
);

test("live-listen's apps are built with the whole repository, which its release command needs", () => {
  const { apps = [] } = blueprintsOf("live-listen").get("staging") ?? {};
  expect(apps.map(({ dockerfile }) => dockerfile)).toEqual(["Dockerfile", "Dockerfile"]);
});

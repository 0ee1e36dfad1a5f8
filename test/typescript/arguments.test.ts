import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { resolveArguments } from "../../src/typescript/arguments.ts";

const api = { name: "shop-api", port: 8000, health: "/health", local: { port: 8001, command: "serve" } };
const fly = { organization: "acme", region: "iad" };

function refusal(system: unknown, environment: unknown): Error {
  try {
    resolveArguments({ project: "shop", stack: "staging", system, environment });
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was not refused.");
}

it("arguments that are right become the blueprint that files with the same words make", () => {
  const { blueprint } = resolveArguments({
    ...{ project: "shop", stack: "staging" },
    system: { fly, apps: { api } },
    environment: { apps: { api: { regions: { iad: 2 } } } },
  });
  expect(blueprint.apps).toMatchObject([{ key: "api", name: "shop-api", url: "https://shop-api.fly.dev" }]);
});

it("everything that is wrong is one RunError, each at the argument it stands in, and no trace is shown", () => {
  const error = refusal({ fly, apps: { api: { ...api, prot: 1 } } }, { apps: { api: { port: "x" } } });
  expect(error).toBeInstanceOf(pulumi.RunError);
  expect(error.message).toContain("arguments  system.apps.api.prot");
  expect(error.message).toContain("arguments  environment.apps.api.port");
  expect(error.message).toMatch(/2 problems\. Nothing was changed\.$/);
  expect(error.stack).toBe(error.message);
});

import { expect, test } from "vitest";
import { changesIn } from "../../../src/operations/engine/changes.ts";
import type { EngineStep } from "../../../src/operations/engine/events.ts";
import { stepOn } from "./step.ts";

test("the gravest changes come first, and a replacement is one change that keeps its reason", () => {
  const app = (op: string, extra: Partial<EngineStep> = {}) => stepOn("parity:fly:App", "api", { op, ...extra });
  const component = { type: "parity:environment:App", custom: false };
  const changes = changesIn([
    stepOn("parity:environment:App", "api", { op: "create", new: component }),
    stepOn("parity:fly:IpAddress", "b", { op: "create" }),
    stepOn("parity:fly:IpAddress", "a", { op: "create" }),
    stepOn("parity:neon:Project", "main", { op: "update" }),
    stepOn("parity:fly:DeployToken", "x", { op: "delete" }),
    app("delete-replaced"),
    app("create-replacement", { keys: ["name"], detailedDiff: { name: { diffKind: "update-replace" } } }),
  ]);
  expect(changes.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    "replace fly App api",
    "delete fly DeployToken x",
    "update neon Project main",
    "create fly IpAddress a",
    "create fly IpAddress b",
  ]);
  expect(changes[0]?.properties.map(({ path }) => path)).toEqual(["name"]);
});

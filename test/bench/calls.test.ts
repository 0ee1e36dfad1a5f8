import { expect, it } from "vitest";
import { perCloud } from "../../bench/calls.ts";

const entry = (operation: string, method: string) => ({
  ...{ n: 1, cloud: operation.split(".")[0] ?? "", operation, method, path: "/", status: 200, body: [] },
});

it("counts calls and writes of each cloud, and names what is beyond the least", () => {
  const entries = [
    entry("fly.createApp", "POST"),
    entry("fly.readApp", "GET"),
    entry("fly.readApp", "GET"),
    entry("fly.graphql.app", "POST"),
    entry("fly.graphql.createLimitedAccessToken", "POST"),
  ];
  const least = [
    { operation: "fly.createApp", count: 1, write: true, why: "" },
    { operation: "fly.readApp", count: 1, why: "" },
    { operation: "neon.createProject", count: 2, write: true, why: "" },
  ] as const;
  expect(perCloud(entries, least)).toEqual([
    {
      cloud: "fly",
      calls: 5,
      writes: 2,
      least: { calls: 2, writes: 1 },
      beyond: { "fly.readApp": 1, "fly.graphql.app": 1, "fly.graphql.createLimitedAccessToken": 1 },
    },
    { cloud: "neon", calls: 0, writes: 0, least: { calls: 2, writes: 2 }, beyond: {} },
  ]);
});

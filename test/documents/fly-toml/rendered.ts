import toml from "@iarna/toml";
import { expect } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { flyToml } from "../../../src/documents/fly-toml/fly-toml.ts";
import { blueprintOf } from "../../config/acme.ts";
import { breachesOf, type Table } from "./rules.ts";

export const alone: Raw = { name: "acme-x${environment.suffix}", local: { command: "run" } };

/** The fly.toml of an app of this shape, beside acme's own, which breaks none of flyctl's rules, read by another reader of TOML. */
export function renderApp(app: Raw): Table {
  const blueprint = blueprintOf("staging", {}, { apps: { x: { ...alone, ...app } } });
  const x = blueprint.apps.find(({ key }) => key === "x");
  if (!x) throw new Error("acme has no app x");
  const config: Table = toml.parse(flyToml(x, blueprint).text);
  expect(breachesOf(config)).toEqual([]);
  return config;
}

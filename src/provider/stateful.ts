import shapes from "../../types/resource-shapes.json" with { type: "json" };
import { official } from "./official.ts";

const stateful: ReadonlySet<string> = new Set([
  ...Object.entries(shapes).flatMap(([token, shape]) => (shape.stateful ? [token] : [])),
  ...Object.entries(official).flatMap(([token, type]) => (type.stateful === undefined ? [] : [token])),
]);

/** Whether a resource of this type holds what cannot be made again, so that `protect` keeps it. */
export function isStateful(token: string): boolean {
  return stateful.has(token);
}

import shapes from "../../types/resource-shapes.json" with { type: "json" };
import type { ResourceShape } from "../plugin/resource-shape.ts";
import { official } from "./official.ts";

const own = new Map<string, ResourceShape>(Object.entries(shapes));

/** Whether a resource of this type holds what cannot be made again, so that `protect` keeps it. */
export function isStateful(token: string): boolean {
  if (own.has(token)) return own.get(token)?.stateful === true;
  return Object.hasOwn(official, token) && official[token]?.stateful !== undefined;
}

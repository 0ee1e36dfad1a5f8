import { z } from "zod";
import { DEPLOYS } from "../../documents/deploy-settings.ts";
import { renderPath } from "../../problem/path.ts";
import type { PropertyChange } from "../engine/change.ts";
import { compareLeaves } from "../engine/leaves.ts";

/** What the next deployment of an app changes, because its settings are not those of the last up. */
export interface NextDeploy {
  /** Key of the app. */
  readonly app: string;
  /** Files of the application's repository that are stale until they are rendered again. */
  readonly files: readonly string[];
  readonly properties: readonly PropertyChange[];
}

const settings = z.record(z.string(), z.looseObject({ files: z.array(z.string()) }));

/** Compares the stack output `deploys` of the last up with the one that is planned. None for an app that is new, or before the first up. */
export function nextDeploys(before: unknown, after: unknown): NextDeploy[] {
  const [old, next] = [read(before), read(after)];
  return Object.entries(next).flatMap(([app, { files, ...own }]) => {
    const last = old[app];
    if (!last) return [];
    const { files: _, ...was } = last;
    const properties = compareLeaves(was, own, []).map((leaf): PropertyChange => {
      const [had, has] = ["before" in leaf, "after" in leaf];
      const kind = had && has ? "change" : had ? "remove" : "add";
      return { ...leaf, path: renderPath(leaf.path), kind, values: "shown", replaces: false };
    });
    return properties.length === 0 ? [] : [{ app, files, properties }];
  });
}

function read(outputs: unknown): z.output<typeof settings> {
  return settings.safeParse(Object(outputs)[DEPLOYS]).data ?? {};
}

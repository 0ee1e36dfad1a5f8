import { line } from "../../problem/command-line.ts";
import { describeType } from "../../provider/resource-types.ts";
import type { ResourceChange } from "../engine/change.ts";
import type { EngineStep } from "../engine/events.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import type { Broken } from "./report.ts";

/** What somebody deleted. */
export function describeDeleted({ resource, urn }: ResourceChange, stack: string): Broken {
  const { stateful, recovery } = describeType(typeOf(urn));
  const how = recovery === undefined ? "" : ` (${recovery})`;
  const restore = `if it held data, restore it at the vendor first${how}; this makes an empty one`;
  return {
    resource,
    condition: "deleted",
    what: `It is gone: it was deleted outside Pulumi.${stateful === undefined ? "" : ` ${stateful}`}`,
    cure: { fix: stateful ? restore : "make it again", commands: [line`pulumi up --refresh --stack ${stack}`] },
  };
}

/** What of a resource that was read does not work, or will not for long: its plugin says so, or its type. */
export function findBroken({ type, urn, old, new: now }: EngineStep, stack: string, today: Date): Broken[] {
  const resource = nameResource(urn);
  const properties = (now ?? old)?.outputs ?? {};
  const ailments = describeType(type).health?.({ urn, stack, properties, now: today }) ?? [];
  return [
    // The plugin's own text, which says what to do too. Nothing takes it apart again.
    ...(now?.initErrors ?? []).map((what) => ({ resource, condition: what.split("\n")[0] ?? "", what })),
    ...ailments.map((ailment) => ({ resource, ...ailment })),
  ];
}

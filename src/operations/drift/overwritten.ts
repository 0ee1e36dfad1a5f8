import { line } from "../../problem/command-line.ts";
import type { EngineStep } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";
import type { CloudDrift } from "./report.ts";

const secretType = "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret";

/**
 * Secrets of a GitHub environment that somebody else wrote. GitHub tells no value, and the plugin (6.15) sees no difference: it keeps the
 * time of its own last write in `updatedAt`, of anybody's in `remoteUpdatedAt`. Nor does an update write a value that is the same in
 * state and config: only one that the state does not hold is written, over what is there.
 */
export function findOverwritten(steps: readonly EngineStep[], stack: string): CloudDrift[] {
  return steps.flatMap(({ type, urn, old, new: now }) => {
    const { updatedAt: ours, remoteUpdatedAt: last } = (now ?? old)?.outputs ?? {};
    if (type !== secretType || typeof ours !== "string" || typeof last !== "string" || ours === last) return [];
    const drift: CloudDrift = {
      ...{ urn, resource: nameResource(urn), action: "update", stateful: false },
      properties: [
        { path: "value", kind: "change", values: "hidden", replaces: false },
        { path: "updatedAt", kind: "change", values: "shown", before: ours, after: last, replaces: false },
      ],
      cure: {
        fix: "where theirs is meant, put it into the config; then have it written again, which takes both lines",
        commands: [line`pulumi state delete ${urn} --stack ${stack}`, line`pulumi up --stack ${stack}`],
      },
    };
    return [drift];
  });
}

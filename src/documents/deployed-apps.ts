import type { AppBlueprint, Blueprint } from "../components/blueprint.ts";
import { isOwn } from "../config/scope.ts";

/** Apps that this environment's workflow deploys. */
export function deployedApps({ apps }: Pick<Blueprint, "apps">): AppBlueprint[] {
  return apps.filter(isOwn);
}

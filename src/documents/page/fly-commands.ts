import type { AppBlueprint } from "../../components/blueprint.ts";
import { deployCommand } from "../workflows/steps.ts";

/** `flyctl deploy` of an app as its workflow calls it, to be typed in the repository's root. */
export function deployByHand(app: AppBlueprint, what = app.image === undefined ? "--remote-only" : undefined): string {
  const { run = "", "working-directory": folder } = deployCommand(app, what);
  const command = run.trim();
  return folder === undefined ? command : `(cd ${folder} && ${command})`;
}

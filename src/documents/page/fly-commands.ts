import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { known, type Template } from "../../config/template.ts";
import { quoted } from "../workflows/commit-arguments.ts";
import { pullNames } from "../workflows/review-values.ts";
import { deployCommand } from "../workflows/steps.ts";

/** `flyctl deploy` of an app as its workflow calls it, to be typed in the repository's root. */
export function deployByHand(app: AppBlueprint, what = builds(app)): string {
  const { run = "", "working-directory": folder } = deployCommand(app, what);
  const command = run.trim();
  return folder === undefined ? command : `(cd ${folder} && ${command})`;
}

/** The same of a pull request, whose own values no fly.toml holds. */
export function reviewDeployByHand(app: AppBlueprint, blueprint: Blueprint): string {
  const names = pullNames(app, blueprint);
  const option = (flag: string, name: string, text: Template | undefined) =>
    `${flag} ${name}=${word((text && known(text)) ?? "")}`;
  const own = [
    ...names.variables.map((name) => option("--env", name, app.variables[name])),
    ...names.buildArgs.map((name) => option("--build-arg", name, app.buildArgs[name])),
  ];
  return deployByHand(app, [builds(app), ...own].filter(Boolean).join(" "));
}

function builds({ image }: AppBlueprint): string | undefined {
  return image === undefined ? "--remote-only" : undefined;
}

/** One word of a shell. */
function word(text: string): string {
  return /^[\w.,:/@%+=-]+$/.test(text) ? text : quoted(text);
}

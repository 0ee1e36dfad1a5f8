import type { AppBlueprint } from "../../components/blueprint.ts";
import { checkoutStep, deployImageStep, type FlyToken, outputLines, summaryStep } from "./steps.ts";
import { expression, type Step, stepIf } from "./workflow.ts";

/**
 * Sets `machines` to the machines of an app, each with the version of its config, which every update changes and nothing else
 * (`instance_id`, Machines API). The machine of a release command comes and goes.
 */
export function machinesCommand({ name }: Pick<AppBlueprint, "name">): string {
  const lasting = '.config.metadata.fly_process_group != "fly_app_release_command"';
  return `machines="$(flyctl machine list -a ${name} --json | jq -c '[.[] | select(${lasting}) | [.id, .instance_id]] | sort')"`;
}

/** What follows a failure: the release before, if machines were changed since `steps.before`. */
export function backSteps(app: AppBlueprint, token: FlyToken): Step[] {
  const before = (output: string) => expression(`steps.before.outputs.${output}`);
  const touched = "failure() && steps.touched.outputs.machines == 'true'";
  const image = before("image");
  return [
    stepIf("failure() && steps.before.outputs.image != ''", touchedStep(app, before("machines"), token)),
    stepIf(`${touched} && steps.before.outputs.commit != ''`, {
      ...checkoutStep(before("commit")),
      name: "Check out the release before",
    }),
    stepIf(touched, deployImageStep("Deploy the release before again", image, app, token)),
    stepIf(touched, summaryStep("Say what runs again", backLines(app, `${image} runs again`))),
    stepIf(
      "failure() && steps.touched.outputs.machines == 'false'",
      summaryStep("Say what runs still", backLines(app, `no machine was touched, ${image} runs still`)),
    ),
  ];
}

function touchedStep(app: AppBlueprint, before: string, token: FlyToken): Step {
  const script = [
    machinesCommand(app),
    'if [ "$machines" = "$BEFORE" ]; then touched=false; else touched=true; fi',
    ...outputLines(["machines", "touched"]),
  ];
  return {
    name: "See what was touched",
    id: "touched",
    env: { ...token, BEFORE: before },
    run: `${script.join("\n")}\n`,
  };
}

function backLines({ key, release, migrations }: AppBlueprint, outcome: string): string[] {
  const down = migrations?.down === undefined ? "" : `; to take it back: \`${migrations.down}\``;
  return [
    `**${key}** was not deployed: ${outcome}.`,
    ...(release ? ["", `What \`${release}\` may have changed in the database stays${down}.`] : []),
  ];
}

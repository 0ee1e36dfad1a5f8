import { CloudError } from "../../clouds/call/cloud-error.ts";
import type { GithubClient } from "../../clouds/github/client.ts";
import type { Problem } from "../../problem/problem.ts";
import { withByHand } from "./by-hand.ts";
import type { Setting } from "./settings.ts";
import type { Step } from "./step.ts";
import type { Values } from "./values.ts";

/** What came of a change. */
export interface Outcome {
  readonly setting: Setting;
  /** `left`: what it is in was not made, or nobody gave a value. */
  readonly state: "done" | "refused" | "left";
  readonly problem?: Problem;
}

/** Makes the changes of one repository, one after the other, as GitHub asks for. A refusal stops none but what needs it. */
export async function applySteps(
  steps: readonly Step[],
  github: GithubClient,
  values: Values,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const { setting, change } = step;
    if (!change) continue;
    const inside = setting.kind === "secret" ? setting.environment : undefined;
    const isLost = outcomes.some(
      (one) => one.state !== "done" && one.setting.kind === "environment" && one.setting.name === inside,
    );
    if (isLost || (setting.kind === "secret" && !values.has(setting.variable))) {
      outcomes.push({ setting, state: "left" });
      continue;
    }
    try {
      await make(step, github, values);
      outcomes.push({ setting, state: "done" });
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      outcomes.push({ setting, state: "refused", problem: withByHand(error, setting) });
    }
  }
  return outcomes;
}

async function make({ setting, change }: Step, github: GithubClient, values: Values): Promise<void> {
  if (setting.kind === "environment" && change?.kind === "put environment") {
    await github.environments.put(setting.name, change.protection);
    for (const refs of change.policies) await github.deploymentPolicies.create(setting.name, refs);
  } else if (setting.kind === "secret") {
    await github.environmentValues.putSecret(setting.environment, setting.name, values.get(setting.variable) ?? "");
  } else if (setting.kind === "label") {
    await github.labels.create(setting.name, setting.description);
  } else if (setting.kind === "ruleset" && change?.kind === "update ruleset") {
    await github.rulesets.update(change.ruleset, change.fields);
  } else if (setting.kind === "ruleset") {
    await github.rulesets.create(setting.fields);
  }
}

import { CloudError } from "../../clouds/call/cloud-error.ts";
import type { GithubClient } from "../../clouds/github/client.ts";
import { Problem } from "../../problem/problem.ts";
import { withByHand } from "./by-hand.ts";
import { saidRefs } from "./compare-environment.ts";
import type { EnvironmentSetting, Refs, Setting } from "./settings.ts";
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
      if (!(error instanceof Problem)) throw error;
      const problem = error instanceof CloudError ? withByHand(error, setting) : error;
      outcomes.push({ setting, state: "refused", problem });
    }
  }
  return outcomes;
}

async function make({ setting, change }: Step, github: GithubClient, values: Values): Promise<void> {
  if (setting.kind === "environment" && change?.kind === "put environment") {
    await github.environments.put(setting.name, change.protection);
    await letDeploy(setting, change.policies, github);
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

/** Read back here and not with the rest: a list without one of them would be taken for a person's. */
async function letDeploy({ name }: EnvironmentSetting, refs: readonly Refs[], github: GithubClient): Promise<void> {
  let missing = refs;
  for (let tries = 0; tries < 2 && missing.length > 0; tries++) {
    for (const one of missing) await github.deploymentPolicies.create(name, one);
    const listed = (await github.deploymentPolicies.list(name)) ?? [];
    missing = missing.filter(
      ({ type, pattern }) => !listed.some((one) => one.type === type && one.pattern === pattern),
    );
  }
  if (missing.length === 0) return;
  throw new Problem({
    code: "change-not-taken",
    what: `GitHub accepted that ${saidRefs(missing)} may deploy to ${name}, and does not list it.`,
    fix: `add it by hand: Settings → Environments → ${name} → Deployment branches and tags`,
  });
}

import { connectGithub } from "../../operations/github/connection.ts";
import { originOf } from "../../operations/init/repository.ts";
import type { Outcome } from "../../operations/setup-ci/apply.ts";
import { nameOf } from "../../operations/setup-ci/by-hand.ts";
import type { FoundProduct } from "../../operations/setup-ci/products.ts";
import type { SecretSetting, Setting } from "../../operations/setup-ci/settings.ts";
import { applyPlan, type Connect, findApprovers, planSettings, settingsFor } from "../../operations/setup-ci/setup.ts";
import { changesIn, renderOutcomes, renderPlans } from "../../operations/setup-ci/text.ts";
import { readValues, requireTwoPassphrases } from "../../operations/setup-ci/values.ts";
import type { Problem } from "../../problem/problem.ts";
import { requireAgreement, type Terminal } from "../consent.ts";
import type { SetupCiCommand } from "./options.ts";
import { askValues } from "./secret-questions.ts";

export interface GithubResult {
  /** Whether somebody has agreed to what was shown, or there was nothing to agree to. */
  readonly agreed: boolean;
  /** How many settings were made. */
  readonly made: number;
  readonly settings: readonly {
    readonly repository: string;
    readonly what: string;
    readonly state: string;
    readonly detail: string;
  }[];
  readonly problems: readonly Problem[];
}

/**
 * Shows what GitHub has and lacks of what the workflows need, asks, and makes it.
 * @param stale whether a workflow would be written besides, which takes the same agreement
 * @throws Problem when nobody agrees, or one passphrase would open production's state and others; nothing was changed then
 */
export async function setUpGithub(
  products: readonly FoundProduct[],
  stale: boolean,
  options: SetupCiCommand,
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<GithubResult> {
  const terminal: Terminal = { input: process.stdin, output: process.stderr };
  const { root, branch, approvals, json, yes, dryRun } = options;
  const connect: Connect = (repository) => connectGithub({ repository }, env);
  const home = connectGithub({ repository: options.repository ?? env["GITHUB_REPOSITORY"] ?? originOf(root) }, env);
  const repository = `${home.repository.owner}/${home.repository.repo}`;
  const approvers = await findApprovers((options.approvers ?? "").split(/[\s,]+/).filter(Boolean), home);
  const settings = await settingsFor(products, { repository, branch, approvals }, connect);
  const secrets = settings.filter(isSecret);
  const known = readValues(secrets, env);
  requireTwoPassphrases(secrets, known);
  const asked = !yes && !json && terminal.input.isTTY === true && terminal.output.isTTY === true;
  const plans = await planSettings(settings, { approvers, values: known, asked }, connect);
  say(`\n${renderPlans(plans)}`);
  const unread = plans.flatMap(({ steps }) => steps.flatMap(({ problem }) => problem ?? []));
  const rows = plans.flatMap(({ repository: place, steps }) =>
    steps.map(({ setting, state, detail }) => ({ repository: place, what: nameOf(setting), state, detail })),
  );
  const result = { settings: rows, problems: unread, made: 0 };
  if (dryRun) return { ...result, agreed: false };
  if (changesIn(plans) === 0 && !stale) return { ...result, agreed: true };
  if (!yes) await requireAgreement(repository, terminal);
  const steps = plans.flatMap((plan) => plan.steps);
  const open = steps.flatMap(({ setting, change }) =>
    change && isSecret(setting) && !known.has(setting.variable) ? [setting] : [],
  );
  const values = new Map([...known, ...(asked && open.length > 0 ? await askValues(open, terminal) : [])]);
  requireTwoPassphrases(secrets, values);
  const outcomes: Outcome[] = [];
  for (const plan of plans) outcomes.push(...(await applyPlan(plan, { approvers, values }, connect)));
  if (outcomes.length > 0) say(`\n${renderOutcomes(outcomes)}`);
  return {
    agreed: true,
    settings: rows.map((row, i) => {
      const outcome = outcomes.find(({ setting }) => setting === steps[i]?.setting);
      return outcome ? { ...row, outcome: outcome.state } : row;
    }),
    made: outcomes.filter(({ state }) => state === "done").length,
    problems: [...unread, ...outcomes.flatMap(({ problem }) => problem ?? [])],
  };
}

function isSecret(setting: Setting): setting is SecretSetting {
  return setting.kind === "secret";
}

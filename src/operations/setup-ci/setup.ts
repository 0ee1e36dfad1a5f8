import type { GithubClient } from "../../clouds/github/client.ts";
import type { Reviewer } from "../../clouds/github/protection.ts";
import { Problem } from "../../problem/problem.ts";
import { applySteps, type Outcome } from "./apply.ts";
import { nameOf } from "./by-hand.ts";
import { compareSettings } from "./compare.ts";
import { readExisting } from "./existing.ts";
import type { FoundProduct } from "./products.ts";
import { applicationOf, desiredSettings, type Setting, type SettingsOptions } from "./settings.ts";
import type { Step } from "./step.ts";
import type { Values } from "./values.ts";

export type Connect = (repository: string) => GithubClient;

/** The settings of one repository, beside what it has. */
export interface RepositoryPlan {
  /** `owner/name`. */
  readonly repository: string;
  readonly steps: readonly Step[];
}

/** Everything that the products need, of the infrastructure repository and of their applications'. Reads default branches. */
export async function settingsFor(
  products: readonly FoundProduct[],
  options: Omit<SettingsOptions, "branches">,
  connect: Connect,
): Promise<Setting[]> {
  const applications = products.flatMap(({ template }) =>
    template?.template?.from !== undefined && template.repository ? [applicationOf(template.repository)] : [],
  );
  const branches = [...new Set(applications)].map(
    async (repository) => [repository, await connect(repository).readDefaultBranch()] as const,
  );
  return desiredSettings(products, { ...options, branches: new Map(await Promise.all(branches)) });
}

/** What each repository has of its settings. Reads only. */
export async function planSettings(
  settings: readonly Setting[],
  given: { readonly approvers: readonly Reviewer[]; readonly values: Values; readonly asked: boolean },
  connect: Connect,
): Promise<RepositoryPlan[]> {
  const repositories = [...new Set(settings.map(({ repository }) => repository))];
  return Promise.all(
    repositories.map(async (repository) => {
      const own = settings.filter((setting) => setting.repository === repository);
      const existing = await readExisting(own, connect(repository));
      return { repository, steps: compareSettings(own, existing, given) };
    }),
  );
}

/** Makes the changes, and reads them back: what GitHub did not keep is a problem. */
export async function applyPlan(
  { repository, steps }: RepositoryPlan,
  given: { readonly approvers: readonly Reviewer[]; readonly values: Values },
  connect: Connect,
): Promise<readonly Outcome[]> {
  const outcomes = await applySteps(steps, connect(repository), given.values);
  const settings = steps.map(({ setting }) => setting);
  const [after] = await planSettings(settings, { ...given, asked: false }, connect);
  return outcomes.map((outcome) => {
    const step = after?.steps.find(({ setting }) => setting === outcome.setting);
    if (outcome.state !== "done" || step === undefined || step.change === undefined) return outcome;
    return { setting: outcome.setting, state: "refused", problem: notKept(outcome.setting) };
  });
}

function notKept(setting: Setting): Problem {
  return new Problem({
    code: "change-not-taken",
    what: `GitHub accepted ${nameOf(setting)} of ${setting.repository}, and does not show it.`,
    fix: "run the same command again, which makes what is missing",
  });
}

/** @throws Problem when nobody has one of the logins */
export async function findApprovers(logins: readonly string[], github: GithubClient): Promise<Reviewer[]> {
  return Promise.all(
    logins.map(async (login) => {
      const found = await github.findUser(login);
      if (found) return found;
      const what = `There is no account "${login}" at GitHub.`;
      throw new Problem({
        code: "no-such-approver",
        what,
        fix: "name people by their logins; a team is added by hand, under Settings → Environments",
      });
    }),
  );
}

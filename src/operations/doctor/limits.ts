import type { Blueprint } from "../../components/blueprint.ts";
import { pullOf } from "../../components/review/template.ts";
import { Problem } from "../../problem/problem.ts";
import { type NeonPlan, neonRoom } from "../../vendors/neon/plans.ts";
import { type Finding, fine, trying, wrong } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** What a plan and the template of reviews give, against what is there. */
export async function checkLimits(patient: Patient): Promise<readonly Finding[]> {
  const found = await Promise.all([...countNeon(patient), countReviews(patient)]);
  return found.flat();
}

function countNeon(patient: Patient): Promise<readonly Finding[]>[] {
  const projects = new Map<string, Promise<readonly Finding[]>>();
  const branches: Promise<readonly Finding[]>[] = [];
  for (const blueprint of patient.blueprints) {
    const { stack, neon, databases } = blueprint;
    const own = databases.filter(({ provider, ownership }) => provider === "neon" && ownership.in === "stack");
    const plan = neon?.plan;
    if (plan === undefined || own.length === 0) continue;
    const organization = neon?.organization;
    const what = `Neon projects${organization === undefined ? "" : ` of ${organization}`}`;
    if (!projects.has(what)) {
      const count = async () => (await (await patient.clouds.neon()).projects.list(organization)).length;
      projects.set(
        what,
        trying(what, async () => [compare(what, await count(), neonRoom(plan).projects, planSays(plan))]),
      );
    }
    for (const database of own.filter((one) => !one.in && !one.branch)) {
      const what = `Neon branches of ${stack} ${database.key}`;
      branches.push(
        trying(what, async () => {
          const count = await countBranches(database.name, blueprint, patient);
          return count === undefined ? [] : [compare(what, count, neonRoom(plan).branches, planSays(plan))];
        }),
      );
    }
  }
  return [...projects.values(), ...branches];
}

/** `undefined` while there is not one project of the name. */
async function countBranches(name: string, { neon }: Blueprint, { clouds }: Patient): Promise<number | undefined> {
  const client = await clouds.neon();
  const [project, ...others] = await client.projects.listNamed(name, neon?.organization);
  if (project === undefined || others.length > 0) return undefined;
  return (await client.branches.list(project.id)).length;
}

async function countReviews({ project, resolved, backend }: Patient): Promise<readonly Finding[]> {
  const limit = project.template && resolved.blueprints.get(project.template.stack)?.template?.limit;
  if (limit === undefined) return [];
  const what = "review environments";
  return trying(what, async () => {
    const { stacks } = await backend;
    const count = stacks.filter(({ name }) => pullOf(name) !== undefined).length;
    const source = { says: "review.limit of the template", fix: "close pull requests, or write a higher limit" };
    return [compare(what, count, limit, source)];
  });
}

/** Who sets a limit, and what to do about it. */
interface Limit {
  readonly says: string;
  readonly fix: string;
}

function planSays(plan: NeonPlan): Limit {
  return { says: `Neon's ${plan} plan`, fix: "delete what nobody needs any more, or take a larger plan" };
}

/** What is left is little when it is a tenth or less. */
const NEAR = 0.9;

function compare(what: string, used: number, most: number, { says, fix }: Limit): Finding {
  if (used < most * NEAR) return fine(what, `${used} of ${most}`);
  return wrong(
    what,
    new Problem({
      ...{ code: "limit-near", severity: "warning", fix },
      what: `${used} of ${most} ${what} are taken: ${says} gives no more.`,
    }),
  );
}

import { isStatus } from "../../clouds/call/cloud-error.ts";
import type { AppBlueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { type Finding, fine, trying, wrong } from "./finding.ts";
import { type Patient, stacksUp } from "./patient.ts";

/** Whether the names of apps are still free, of stacks that are not up: an app's name is one of the whole world. */
export async function checkNames(patient: Patient): Promise<readonly Finding[]> {
  const found = patient.blueprints.map(({ stack, apps }) => {
    const own = apps.filter(isOwn);
    const what = `app names of ${stack}`;
    if (own.length === 0) return [];
    return trying(what, async () => {
      if ((await stacksUp(patient)).has(stack)) return [];
      const taken = (await Promise.all(own.map((app) => whyTaken(app, stack, patient)))).flatMap((one) => one ?? []);
      if (taken.length > 0) return taken.map((problem) => wrong(what, problem));
      return [fine(what, `${own.map(({ name }) => name).join(", ")}: free`)];
    });
  });
  return (await Promise.all(found)).flat();
}

async function whyTaken(
  { key, name, organization }: AppBlueprint,
  stack: string,
  { clouds, project }: Patient,
): Promise<Problem | undefined> {
  const where = project.placeOf(stack, ["apps", key, "name"]);
  try {
    const app = await (await clouds.fly()).apps.find(name);
    if (app === undefined) return undefined;
    if (app.organization.slug !== organization && organization !== "personal") {
      return taken(name, `It is in your organization ${app.organization.slug}.`).at(where);
    }
    return new Problem({
      ...{ code: "exists-already", where },
      what: `The app "${name}" exists already, and ${stack} is not up.`,
      fix: "take it over, or write another name",
      commands: [line`parity adopt --stack ${stack} --dry-run`],
    });
  } catch (error) {
    // "403 taken (someone else's)": fly-go, AppNameAvailable.
    if (isStatus(error, 403)) return taken(name, "It is in an organization that the token does not reach.").at(where);
    throw error;
  }
}

function taken(name: string, why: string): Problem {
  return new Problem({
    code: "name-taken",
    what: `The app name "${name}" is taken.`,
    why: `${why} Fly's app names are those of the whole world.`,
    fix: "write another name",
  });
}

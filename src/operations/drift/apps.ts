import type { FlyClient } from "../../clouds/fly/client.ts";
import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { Findings } from "./findings.ts";
import { compareMachines, nameMachines } from "./machines.ts";

/** What is at Fly of a stack's apps and in no state: machines, which are flyctl's, and secrets that somebody else set. */
export async function readApps(blueprint: Blueprint | undefined, fly: () => Promise<FlyClient>): Promise<Findings[]> {
  const apps = (blueprint?.apps ?? []).filter(isOwn);
  return Promise.all(apps.map((app) => readApp(app, fly)));
}

async function readApp(app: AppBlueprint, fly: () => Promise<FlyClient>): Promise<Findings> {
  try {
    const { apps, machines, secrets } = await fly();
    const [found, listed, held] = await Promise.all([
      apps.find(app.name),
      machines.list(app.name),
      secrets.list(app.name),
    ]);
    // That an app is gone is what the refresh has found.
    if (!found) return {};
    const compared = compareMachines(app, listed, found.status);
    return { ...compared, notes: [...(compared.notes ?? []), ...nameOtherSecrets(app, held ?? [])] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { unknown: [{ resource: nameMachines(app), why: error.message }] };
  }
}

/** A secret that no config names is in no other environment either. Nobody's is ever touched: it is named. */
export function nameOtherSecrets(
  { key, name, secrets }: Pick<AppBlueprint, "key" | "name" | "secrets">,
  held: readonly { readonly name: string }[],
): string[] {
  const others = held.map((secret) => secret.name).filter((secret) => !Object.hasOwn(secrets, secret));
  if (others.length === 0) return [];
  const sorted = others.sort();
  return [
    `${name} holds secrets that its config does not name: ${sorted.join(", ")}. They are left alone. To have them in every ` +
      `environment, name them under apps.${key}.secrets; to take them away: ${line`flyctl secrets unset ${sorted} -a ${name}`}`,
  ];
}

import { secretsImportId } from "../../provider/fly/secrets-id.ts";
import { variablesImportId } from "../../provider/pages/variables-id.ts";
import type { Attempt } from "./attempt.ts";
import type { Sources } from "./sources.ts";

type ValueFinder = (attempt: Attempt, sources: Sources) => Promise<readonly string[]>;

/** A run that was killed may have saved its state a while after it began what it was killed in. */
const SAVED_AFTER_MS = 15 * 60_000;

/**
 * How what an interrupted write left is found where nobody can read values back: names that the state does not have, as an
 * import that keeps them and what the state has. The next up may then overwrite them, and touches no others.
 */
export const valueFinders: ReadonlyMap<string, ValueFinder> = new Map([
  ["parity:fly:Secrets", findSecrets],
  ["parity:pages:Variables", findVariables],
]);

/** What Fly says is older than the interrupted run is not its own. */
async function findSecrets({ inputs, held, since }: Attempt, { clouds }: Sources): Promise<readonly string[]> {
  const app = text(inputs["app"]);
  const listed = (await (await clouds.fly()).secrets.list(app)) ?? [];
  const known = [...keysOf(held?.outputs["digests"]), ...list(held?.inputs["kept"])];
  const isRecent = (time: string | undefined) =>
    !since || time === undefined || Date.parse(time) > since.getTime() - SAVED_AFTER_MS;
  const left = listed.filter((one) => !known.includes(one.name) && isRecent(one.updated_at ?? one.created_at));
  if (left.length === 0) return [];
  const names = listed.flatMap((one) => (left.includes(one) || known.includes(one.name) ? one.name : []));
  return [
    secretsImportId(app, { names: names.sort(), rollout: inputs["rollout"] === "staged" ? "staged" : "rolling" }),
  ];
}

/** Which secrets the state has of a slot, nobody can tell without decrypting it: all are kept. */
async function findVariables({ inputs, held }: Attempt, { clouds }: Sources): Promise<readonly string[]> {
  const [accountId, project] = [text(inputs["accountId"]), text(inputs["project"])];
  const slot = inputs["slot"] === "production" ? "production" : "preview";
  const found = await (await clouds.cloudflare()).pages.readSlot({ accountId, project, slot });
  const variables = Object.entries(found?.variables ?? {});
  const plain = [...keysOf(inputs["plain"]), ...keysOf(held?.inputs["plain"])];
  const names = variables.flatMap(([name, { type }]) => (type === "secret_text" || plain.includes(name) ? name : []));
  return names.length === 0 ? [] : [variablesImportId({ accountId, project, slot }, names.sort())];
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

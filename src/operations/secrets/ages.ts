import type { Blueprint } from "../../components/blueprint.ts";
import { storedName } from "../../components/pipeline/limits.ts";
import { STORAGE } from "../../components/rotation.ts";
import { isOwn } from "../../config/scope.ts";
import { Problem } from "../../problem/problem.ts";
import type { Sources } from "../existing/sources.ts";
import { type Place, type StackState, tryToReadState } from "../existing/stack-state.ts";
import { rotatablesOf } from "./consumers.ts";
import type { SecretSource } from "./inventory.ts";
import { standingOf } from "./standing.ts";

/** An instant, and who says so. */
export interface Told {
  readonly at: Date;
  readonly by: "the state" | "Fly" | "GitHub" | "Cloudflare";
}

/** How old a secret is, as far as anybody knows. */
export interface Age {
  /** When the value was made, of those that are made here. */
  readonly made?: Told;
  /** When the place that has had its value for longest last got another. */
  readonly changed?: Told;
}

/** What state and vendors say of times. What could not be asked is missing. */
export interface Times {
  readonly state: StackState | undefined;
  /** By the path of the place, such as `apps.api.secrets.TOKEN`. */
  readonly places: ReadonlyMap<string, Told>;
  /** By the id of the R2 token. */
  readonly tokens: ReadonlyMap<string, Date>;
}

/** Asks the state and every vendor that a stack has secrets at. What cannot be asked, such as without a token, is not known. */
export async function askTimes(blueprint: Blueprint, place: Place, sources: Sources): Promise<Times> {
  const [state, ofApps, ofPipeline, tokens] = await Promise.all([
    tryToReadState(place),
    Promise.all(blueprint.apps.filter(isOwn).map((app) => orNothing(timesOfApp(app, sources)))),
    orNothing(timesOfPipeline(blueprint, sources)),
    orNothing(timesOfTokens(blueprint, sources)),
  ]);
  return { state, places: new Map([...ofApps.flat(), ...ofPipeline]), tokens: new Map(tokens) };
}

/** How old a secret is. */
export function ageOf({ of, key, stack, consumers }: SecretSource, blueprint: Blueprint, times: Times): Age {
  const path = of === "storage" ? STORAGE : key;
  const one = stack === undefined ? rotatablesOf(blueprint).find((rotatable) => rotatable.path === path) : undefined;
  const made = one && times.state ? madeAt(one, blueprint, times) : undefined;
  const changes = consumers.flatMap((consumer) => times.places.get(consumer) ?? []);
  const [changed] = changes.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { ...(made && { made }), ...(changed && { changed }) };
}

function madeAt(
  one: ReturnType<typeof rotatablesOf>[number],
  { rotations }: Blueprint,
  { state, tokens }: Times,
): Told | undefined {
  if (!state) return undefined;
  const { held } = standingOf(one, rotations, state);
  const issued = tokens.get(held?.id ?? "");
  if (issued) return { at: issued, by: "Cloudflare" };
  // One that is generated is made anew in place where its generation is raised; nothing else changes it.
  const time = (one.kind === "generated" ? held?.modified : undefined) ?? held?.created;
  return time === undefined ? undefined : { at: new Date(time), by: "the state" };
}

async function timesOfApp({ key, name }: Blueprint["apps"][number], { clouds }: Sources): Promise<[string, Told][]> {
  const listed = (await (await clouds.fly()).secrets.list(name)) ?? [];
  return listed.flatMap((secret): [string, Told][] => {
    const time = secret.updated_at ?? secret.created_at;
    return time === undefined ? [] : [[`apps.${key}.secrets.${secret.name}`, { at: new Date(time), by: "Fly" }]];
  });
}

async function timesOfPipeline({ pipeline }: Blueprint, { github }: Sources): Promise<[string, Told][]> {
  if (!pipeline) return [];
  const listed = (await github?.environmentValues.secretTimes(pipeline.environment)) ?? [];
  const declared = [...Object.keys(pipeline.secrets), ...Object.keys(pipeline.tokens)];
  return listed.flatMap(({ name, updated_at }): [string, Told][] => {
    const own = declared.find((one) => storedName(one) === name);
    return own === undefined ? [] : [[`pipeline.secrets.${own}`, { at: new Date(updated_at), by: "GitHub" }]];
  });
}

async function timesOfTokens({ cloudflare, storageKey }: Blueprint, { clouds }: Sources): Promise<[string, Date][]> {
  if (!cloudflare || !storageKey) return [];
  const listed = await (await clouds.cloudflare()).accountTokens.list(cloudflare.account);
  return listed.flatMap(({ id, issued_on }): [string, Date][] => (issued_on ? [[id, new Date(issued_on)]] : []));
}

function orNothing<T>(times: Promise<T[]>): Promise<T[]> {
  return times.catch((error: unknown) => {
    if (error instanceof Problem) return [];
    throw error;
  });
}

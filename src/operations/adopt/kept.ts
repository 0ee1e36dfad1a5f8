import type { Blueprint } from "../../components/blueprint.ts";
import { renderPath } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import type { Sources } from "../existing/sources.ts";
import type { StackState } from "../existing/stack-state.ts";
import { type SecretPlace, secretPlacesOf } from "./secrets.ts";

/** What the vendors have of a stack's secrets. */
export interface ObservedSecrets {
  /** Paths of those that the config declares and the state does not hold: they are kept. */
  readonly kept: readonly string[];
  /** Places with secrets that the config does not declare. */
  readonly extra: readonly { readonly path: string; readonly place: string; readonly names: readonly string[] }[];
  /** Places that could not be asked, and why. */
  readonly unknown: readonly { readonly place: string; readonly why: string }[];
}

/** Asks every vendor for the names of the secrets that it has of a stack. */
export async function observeSecrets(
  blueprint: Blueprint,
  state: StackState,
  sources: Sources,
): Promise<ObservedSecrets> {
  const all = await Promise.all(secretPlacesOf(blueprint).map((place) => observe(place, state, sources)));
  return {
    kept: all.flatMap(({ kept }) => kept),
    extra: all.flatMap(({ extra }) => extra),
    unknown: all.flatMap(({ unknown }) => unknown),
  };
}

async function observe(secrets: SecretPlace, state: StackState, sources: Sources): Promise<ObservedSecrets> {
  const { path, place, declared } = secrets;
  try {
    const there = await secrets.list(sources);
    const held = secrets.held(state);
    const extra = there.filter((name) => !declared.includes(name));
    const kept = there.filter((name) => declared.includes(name) && !held.includes(name)).sort();
    return {
      kept: kept.map((name) => renderPath([...path.split("."), name])),
      extra: extra.length > 0 ? [{ path, place, names: extra }] : [],
      unknown: [],
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kept: [], extra: [], unknown: [{ place, why: error.what }] };
  }
}

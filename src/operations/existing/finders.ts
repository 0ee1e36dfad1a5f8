import { definitions } from "../../provider/definitions.ts";
import type { Attempt } from "./attempt.ts";
import { type Finder, officialFinders } from "./official.ts";
import type { Sources } from "./sources.ts";

/** How what exists already is found by the inputs of a resource, by its type. Absent for what has no name to be found by. */
export const finders: ReadonlyMap<string, Finder> = new Map([
  ...Object.entries(officialFinders),
  ...definitions.flatMap(({ token, find }): [string, Finder][] =>
    find ? [[token, async (inputs, { clouds, signal }) => find({ clouds, inputs, signal })]] : [],
  ),
]);

const marked = new Set(definitions.flatMap(({ token, inputs }) => ("lineage" in inputs.shape ? [token] : [])));

/** Whether what this state made of a type carries its lineage, by which a create knows it again. */
export function carriesLineage(type: string): boolean {
  return marked.has(type);
}

/** How what a run of this state made is found by the mark that it carries, by its type. */
export const ownFinders = new Map(
  definitions.flatMap(({ token, findOwn }): [string, OwnFinder][] =>
    findOwn ? [[token, (inputs, owner, { clouds, signal }) => findOwn({ clouds, inputs, owner, signal })]] : [],
  ),
);

/** How what a run of this state made is deleted where its answer was lost, and with it what nobody can read back, by its type. */
export const discarders = new Map(
  definitions.flatMap(({ token, discardOwn }): [string, Discarder][] =>
    discardOwn
      ? [[token, (inputs, readHeld, { clouds, signal }) => discardOwn({ clouds, inputs, readHeld, signal })]]
      : [],
  ),
);

/** Which resource of which stack. */
interface Owner {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
}

type OwnFinder = (inputs: Attempt["inputs"], owner: Owner, sources: Sources) => Promise<readonly string[]>;

type Discarder = (
  inputs: Attempt["inputs"],
  readHeld: () => Promise<readonly string[] | undefined>,
  sources: Sources,
) => Promise<readonly string[]>;

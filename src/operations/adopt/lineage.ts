import type { Blueprint } from "../../components/blueprint.ts";
import { Problem } from "../../problem/problem.ts";
import { describeMark } from "../../provider/neon/ownership.ts";
import type { Sources } from "../existing/sources.ts";
import type { StackState } from "../existing/stack-state.ts";

type Annotation = Readonly<Record<string, string>>;

/** Whose things are, as far as the vendors keep a mark. */
export interface Ownership {
  /** The lineage that the state has, or that it had: the only one that marks of this project and stack carry. */
  readonly lineage: string | undefined;
  /** Why a thing is not this state's, by its id in the form of an import. */
  readonly whose: (id: string) => string | undefined;
}

/** Reads the marks on the Neon projects of a stack's names. A vendor that cannot be asked has none: its things are unknown anyway. */
export async function readOwnership(
  { project, stack, databases, neon: at }: Blueprint,
  state: StackState,
  { clouds, signal }: Sources,
): Promise<Ownership> {
  const names = databases.filter(({ provider, ownership }) => provider === "neon" && ownership.in === "stack");
  const marks = new Map<string, Annotation>();
  try {
    const neon = names.length > 0 ? (await clouds.neon()).until(signal) : undefined;
    for (const { name } of names) {
      for (const { id } of (await neon?.projects.listNamed(name, at?.organization ?? neon.organization)) ?? []) {
        const branches = (await neon?.branches.list(id)) ?? [];
        for (const { default: isDefault, annotation } of branches) if (isDefault) marks.set(id, annotation);
      }
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  const isOurs = (mark: Annotation) => mark["parity-project"] === project && mark["parity-stack"] === stack;
  const ours = new Set([...marks.values()].filter(isOurs).flatMap((mark) => mark["parity-lineage"] ?? []));
  const [only] = ours.size === 1 ? ours : [];
  const lineage = lineageOf(state) ?? only;
  const isForeign = (mark: Annotation) =>
    mark["parity-project"] !== undefined && !(isOurs(mark) && (mark["parity-lineage"] ?? lineage) === lineage);
  return {
    lineage,
    whose: (id) => {
      const mark = marks.get(id.split("/")[0] ?? "");
      return mark && isForeign(mark) ? describeMark(mark).trim() : undefined;
    },
  };
}

function lineageOf({ resources }: StackState): string | undefined {
  return resources.find(({ type }) => type === "parity:index:Lineage")?.id;
}

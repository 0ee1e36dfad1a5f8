import type { Blueprint } from "../../components/blueprint.ts";
import { known } from "../../config/template.ts";
import { readStackOutputs } from "../engine/outputs.ts";

/** The Neon project that a database of a review environment is a branch of. */
export interface NeonParent {
  /** Key of the database. */
  readonly key: string;
  /** Stack that has the project. */
  readonly of: string;
  readonly projectId: string;
  /** Name of the branch. */
  readonly name: string;
}

/** Those whose ids are known: written in the template, or said by the stack that has them. */
export async function neonParents(folder: string, { databases }: Blueprint): Promise<NeonParent[]> {
  const branched = databases.flatMap(({ key, name, branch }) => (branch ? [{ key, name, branch }] : []));
  const outputs = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  const parents: NeonParent[] = [];
  for (const { key, name, branch } of branched) {
    const { of } = branch;
    const written = known(branch.projectId);
    if (written === undefined && !outputs.has(of)) {
      outputs.set(of, await readStackOutputs({ project: folder, stack: of }));
    }
    const projectId = written ?? outputs.get(of)?.[`databases.${key}.projectId`];
    if (typeof projectId === "string") parents.push({ key, of, projectId, name });
  }
  return parents;
}

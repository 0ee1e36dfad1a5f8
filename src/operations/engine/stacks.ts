import { z } from "zod";
import { Project } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import { explainListing } from "./checkpoint.ts";
import { askPulumi, requirePulumi } from "./pulumi.ts";

const listed = z.array(z.object({ name: z.string() }));

/**
 * The stacks of a project that the backend has, by short name.
 * @throws Problem in the engine's own words when the backend cannot be asked
 */
export async function listStacks(project: string): Promise<string[]> {
  await requirePulumi();
  const answer = await askPulumi(["-C", project, "stack", "ls", "--json"]).catch((error: unknown) => {
    throw (error instanceof Problem && explainListing(error.what, new Project(project).name)) || error;
  });
  // A service backend names a stack in full: organization/project/stack.
  return listed.parse(JSON.parse(answer)).map(({ name }) => name.split("/").at(-1) ?? name);
}

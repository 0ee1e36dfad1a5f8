import { z } from "zod";
import { askPulumi, requirePulumi } from "./pulumi.ts";

const listed = z.array(z.object({ name: z.string() }));

/**
 * The stacks of a project that the backend has, by short name.
 * @throws Problem in the engine's own words when the backend cannot be asked
 */
export async function listStacks(project: string): Promise<string[]> {
  await requirePulumi();
  const answer = await askPulumi(["-C", project, "stack", "ls", "--json"]);
  // A service backend names a stack in full: organization/project/stack.
  return listed.parse(JSON.parse(answer)).map(({ name }) => name.split("/").at(-1) ?? name);
}

import { checkAgainst, type Reach } from "../components/endpoints.ts";
import { at, isObject } from "../config/merge.ts";
import { renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { whatOf } from "../problem/reason.ts";
import { readOutputs, type StackOutputs } from "./stack-outputs.ts";

/** The name of the secret output in which a stack says which stateful services its values lead to. */
export const REACHES = "reaches";

/**
 * Holds what a stack's values lead to against what the other stacks said when they were last up: databases that they declare,
 * and values that only a person had. Asks nobody when no value of the stack leads anywhere. Only hosts are compared and shown.
 * `written` is what the configs of all stacks say, which has been compared already.
 */
export async function compareReaches(
  stack: string,
  written: ReadonlyMap<string, readonly Reach[]>,
): Promise<Problem[]> {
  const mine = written.get(stack) ?? [];
  if (mine.length === 0) return [];
  const others = [...written].filter(([other]) => other !== stack);
  const answers = await Promise.all(
    others.map(([other, known]) =>
      readReaches(other)
        .then((told) => told.filter((one) => !known.some((reach) => isSame(reach, one))))
        .catch(notCompared(stack, other)),
    ),
  );
  const told = answers.flatMap((answer) => (answer instanceof Problem ? [] : answer));
  return [...checkAgainst(mine, told), ...answers.filter((answer) => answer instanceof Problem)];
}

function isSame(one: Reach, other: Reach): boolean {
  return one.host === other.host && renderPath(one.path) === renderPath(other.path);
}

async function readReaches(stack: string): Promise<Reach[]> {
  const outputs: StackOutputs = (await readOutputs(stack)) ?? {};
  const tier = at(outputs, ["environment", "tier"]) as Reach["tier"];
  const said = outputs[REACHES];
  // A stack that was last up with an earlier version says nothing of them.
  return Array.isArray(said) ? said.filter(isObject).map((one) => ({ ...(one as unknown as Reach), stack, tier })) : [];
}

function notCompared(stack: string, other: string) {
  return (failure: unknown): Problem =>
    new Problem({
      code: "not-compared",
      severity: "warning",
      where: { path: [] },
      what: `It is not known whether a value of "${stack}" leads to a database of "${other}": its outputs could not be read. ${whatOf(failure)}`,
      fix: `compare the hosts by hand, or run this where the state of "${other}" can be read`,
    });
}

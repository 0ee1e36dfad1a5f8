import { z } from "zod";
import { actionName } from "./action-name.ts";
import type { GithubClient } from "./client.ts";
import { goTime } from "./go-time.ts";

/** Inputs of variables of a repository and of an environment alike. */
export const variableInputs = { repository: z.string(), variableName: actionName, value: z.string() };

/** Times as Go text. */
export const variableOutputs = z.object({ createdAt: z.string(), updatedAt: z.string(), repositoryId: z.number() });

export interface LiveVariable {
  readonly value: string;
  readonly times: Omit<z.infer<typeof variableOutputs>, "repositoryId">;
}

interface Given {
  readonly variableName: string;
  readonly value: string;
}

const liveVariable = z.object({ value: z.string(), created_at: z.string(), updated_at: z.string() });

/** Not an upsert: a name that exists is refused with 409. `list` is the path of the variables. */
export async function postVariable(github: GithubClient, list: string, given: Given, signal: AbortSignal) {
  await github.call("POST", list, signal, { name: given.variableName, value: given.value });
  return toLive(await github.call("GET", `${list}/${given.variableName}`, signal));
}

export async function patchVariable(github: GithubClient, list: string, given: Given, signal: AbortSignal) {
  const path = `${list}/${given.variableName}`;
  await github.call("PATCH", path, signal, { name: given.variableName, value: given.value });
  return toLive(await github.call("GET", path, signal));
}

export async function findVariable(github: GithubClient, path: string, signal: AbortSignal) {
  const found = await github.find(path, signal);
  return found === undefined ? undefined : toLive(found);
}

function toLive(answer: unknown): LiveVariable {
  const { value, created_at, updated_at } = liveVariable.parse(answer);
  return { value, times: { createdAt: goTime(created_at), updatedAt: goTime(updated_at) } };
}

import { CloudError } from "../call/cloud-error.ts";
import type { JsonApi } from "../call/json-api.ts";

export interface GraphqlCall {
  readonly action: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface GraphqlAnswer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Asks Fly's GraphQL API. It answers 200 to refusals too, so these become CloudErrors with that status. */
export async function askGraphql<T>(http: JsonApi, { action, query, variables }: GraphqlCall): Promise<T> {
  const path = "/graphql";
  const repeatable = !query.trimStart().startsWith("mutation");
  const answer = await http.request<GraphqlAnswer<T>>({
    action,
    method: "POST",
    path,
    body: { query, variables },
    repeatable,
  });
  const [first] = answer.errors ?? [];
  if (!first && answer.data) return answer.data;
  const said = (answer.errors ?? []).map(({ message }) => message).join("; ") || "an answer without data";
  throw http.refusals.refused({ action, method: "POST", path }, { status: 200, code: first?.extensions?.code, said });
}

/** Codes of GraphQL errors are not documented; flyctl, too, goes by the words. */
export function saysAppIsMissing(error: unknown): boolean {
  return error instanceof CloudError && /^Could not (find App|resolve)\b/.test(error.failure.said);
}

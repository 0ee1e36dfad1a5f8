import * as z from "zod";
import { readAnswer, type Shape } from "../call/answer.ts";
import { CloudError } from "../call/cloud-error.ts";
import type { JsonApi } from "../call/json-api.ts";

export interface GraphqlCall<T> {
  readonly action: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The shape of `data`. */
  readonly answer: Shape<T>;
}

/** https://spec.graphql.org/October2021/#sec-Response-Format */
const response = z.object({
  data: z.unknown(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).nullish() }))
    .optional(),
});

/** Asks Fly's GraphQL API. It answers 200 to refusals too, so these become CloudErrors with that status. */
export async function askGraphql<T>(http: JsonApi, call: GraphqlCall<T>): Promise<T> {
  const { action, query, variables } = call;
  const path = "/graphql";
  const repeatable = !query.trimStart().startsWith("mutation");
  const subject = { action, method: "POST", path } as const;
  const { data, errors = [] } = await http.request({
    ...subject,
    body: { query, variables },
    repeatable,
    answer: response,
  });
  const [first] = errors;
  if (first) {
    const said = errors.map(({ message }) => message).join("; ");
    throw http.refusals.refused(subject, { status: 200, code: first.extensions?.code, said });
  }
  const read = readAnswer(call.answer, data);
  if ("answer" in read) return read.answer;
  throw http.refusals.malformed(subject, { status: 200, said: `data: ${read.wrong}` });
}

/** Codes of GraphQL errors are not documented; flyctl, too, goes by the words. */
export function saysAppIsMissing(error: unknown): boolean {
  return error instanceof CloudError && /^Could not (find App|resolve)\b/.test(error.failure.said);
}

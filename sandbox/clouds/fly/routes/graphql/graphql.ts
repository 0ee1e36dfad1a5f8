import { buildSchema, graphql as execute, type GraphQLError, Kind, parse } from "graphql";
import { z } from "zod";
import type { CloudResponse } from "../../../core/cloud.ts";
import type { FlyOperation, FlyRequest } from "../../entities.ts";
import { mutations } from "./mutations.ts";
import { queries } from "./queries.ts";
import { schemaText } from "./schema.ts";

const schema = buildSchema(schemaText);

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/**
 * One operation for each field of the schema's root, told apart by the first one a request asks for; `fly.graphql` is
 * what asks for none of them. Fields look at the token themselves: introspection needs none.
 */
export const graphql: FlyOperation[] = [
  ...[schema.getQueryType(), schema.getMutationType()]
    .flatMap((type) => Object.keys(type?.getFields() ?? {}))
    .map((field) => ({
      ...operation(`fly.graphql.${field}`),
      selects: ({ body }: { readonly body: unknown }) => findRootField(body) === field,
    })),
  operation("fly.graphql"),
];

function operation(name: string): FlyOperation {
  return { name, method: "POST", path: "/graphql", authenticated: false, handle: answer };
}

/** Answers 200 also when it fails, as Fly does. */
async function answer(request: FlyRequest): Promise<CloudResponse> {
  const { data: body } = requestBody.safeParse(request.body);
  if (!body) return { status: 200, body: { errors: [{ message: "No query string was present" }] } };
  const { data, errors } = await execute({
    schema,
    source: body.query,
    rootValue: { ...queries, ...mutations },
    contextValue: request,
    variableValues: body.variables ?? {},
    operationName: body.operationName ?? null,
  });
  return { status: 200, body: { ...(data !== undefined && { data }), ...(errors && { errors: errors.map(toJson) }) } };
}

function toJson(error: GraphQLError) {
  return error.toJSON();
}

function findRootField(body: unknown): string | undefined {
  const { data } = requestBody.safeParse(body);
  if (!data) return undefined;
  try {
    const operations = parse(data.query).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const desired = operations.find(({ name }) => name?.value === data.operationName) ?? operations[0];
    const [field] = desired?.selectionSet.selections ?? [];
    return field?.kind === Kind.FIELD ? field.name.value : undefined;
  } catch {
    return undefined;
  }
}

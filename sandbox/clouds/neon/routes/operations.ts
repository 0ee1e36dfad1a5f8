import { z } from "zod";
import { readQuery } from "../body.ts";
import { defineCall } from "../call.ts";
import { notFound } from "../errors.ts";
import { advanceOperations } from "../operation-queue.ts";
import { takePage } from "../page.ts";
import { findProject } from "../store.ts";

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
  cursor: z.string().exactOptional(),
});

export const operationCalls = [
  defineCall("getOperation", "GET", "/projects/:project_id/operations/:operation_id", (request) => {
    const held = findProject(request);
    const operation = held.operations.find(({ id }) => id === request.params["operation_id"]);
    if (!operation) throw notFound("operation");
    advanceOperations(held, request.state.outcomes, request.clock);
    return { status: 200, body: { operation } };
  }),

  defineCall("listOperations", "GET", "/projects/:project_id/operations", (request) => {
    const held = findProject(request);
    const asked = readQuery(request, listQuery);
    advanceOperations(held, request.state.outcomes, request.clock);
    // Operations are never taken away, so that the place in the list is a key.
    const newestFirst = held.operations.map((operation, place) => ({ operation, place })).reverse();
    const page = takePage(
      newestFirst,
      ({ place }) => String(place),
      ({ place }, key) => place < Number(key),
      asked,
    );
    const operations = page.items.map(({ operation }) => operation);
    return { status: 200, body: { operations, ...(page.cursor && { pagination: { cursor: page.cursor } }) } };
  }),
];

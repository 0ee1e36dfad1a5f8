import { randomUUID } from "node:crypto";
import { z } from "zod";
import { defineResource } from "../plugin/resource.ts";
import { Problem } from "../problem/problem.ts";

const lineage = z.uuid();

/**
 * The identity of a state. Two states of the same project and stack name have two, so that a mark in a cloud that carries
 * it proves which state made the thing. Its id is the lineage itself: an import gives a lost one back.
 */
export const lineageDefinition = defineResource<unknown>()({
  token: "parity:index:Lineage",
  description: "The identity of a stack's state: a random UUID, made once and never changed.",
  inputs: z.object({}),
  outputs: z.object({ lineage: lineage.describe("The UUID. It is not secret.") }),

  async create() {
    const made = randomUUID();
    return { id: made, inputs: {}, outputs: { lineage: made } };
  },

  async read({ id }) {
    if (lineage.safeParse(id).success) return { id, inputs: {}, outputs: { lineage: id } };
    throw new Problem({
      code: "import-id",
      what: `"${id}" is not the lineage of a state.`,
      fix: "give the UUID that a mark carries as parity-lineage",
    });
  },

  async delete() {},
});

import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import { defineResource } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const DEFAULT_BYTES = 32;

/** How each shape is written. The last two have a length of their own. */
const makers = {
  hex: (bytes: number) => randomBytes(bytes).toString("hex"),
  base64: (bytes: number) => randomBytes(bytes).toString("base64"),
  base64url: (bytes: number) => randomBytes(bytes).toString("base64url"),
  alphanumeric: (bytes: number) => Array.from({ length: lettersFor(bytes) }, randomLetter).join(""),
  // 32 random bytes in padded URL-safe base64, 44 characters (https://cryptography.io/en/latest/fernet/).
  fernet: () => randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
  uuid: () => randomUUID(),
};

const FIXED_LENGTH: readonly string[] = ["fernet", "uuid"] satisfies (keyof typeof makers)[];

const inputs = z.object({
  shape: z
    .enum(["fernet", "hex", "base64", "base64url", "alphanumeric", "uuid"])
    .describe("How the value is written. Changing it makes a new value, so that `generation` must be raised with it."),
  bytes: z
    .int()
    .min(16)
    .max(1024)
    .optional()
    .describe(
      "Strength in random bytes, by default 32; not for `fernet` and `uuid`. Changing it makes a new value, so that " +
        "`generation` must be raised with it.",
    ),
  generation: z.int().min(1).default(1).describe("Raise it to make a new value in place of the old."),
});

type Inputs = z.infer<typeof inputs>;

const outputs = z.object({ value: z.string().describe("The secret. It exists in the stack's state only.") });

/** A secret that nobody chooses or types: made once, kept in the stack's state, replaced by another when its generation is raised. */
export const generatedSecretDefinition = defineResource<unknown>()({
  token: "parity:index:GeneratedSecret",
  description: "A random secret, made once and kept in the stack's encrypted state.",
  inputs,
  outputs,
  secretOutputs: ["value"],
  stateful: "Its value goes with it: whatever that has signed or encrypted cannot be read again.",
  changedBy: () => ["value"],
  check: (inputs, before) => [...checkLength(inputs), ...checkIntent(inputs, before)],

  async create({ inputs, context }) {
    return { id: context.name, inputs, outputs: { value: makeValue(inputs) } };
  },

  async read({ id, known }) {
    if (known) return { id, ...known };
    throw new Problem({
      code: "not-importable",
      what: "A generated secret cannot be imported.",
      why: "Its value exists in state only, and an id on the command line is not a place for a secret.",
      fix: "keep a value that is in use already under the stack's secrets, and refer to it in place of generate",
    });
  },

  async update({ before, inputs }) {
    return sameRecipe(before.inputs, inputs) ? before.outputs : { value: makeValue(inputs) };
  },

  async delete() {},
});

function checkLength({ shape, bytes }: Partial<Inputs>): Problem[] {
  return bytes !== undefined && shape !== undefined && FIXED_LENGTH.includes(shape)
    ? [
        new Problem({
          code: "fixed-size",
          where: { path: ["bytes"] },
          what: `has no meaning for ${shape}, whose length its format fixes.`,
          fix: "leave it out",
        }),
      ]
    : [];
}

/** What the old value has signed or encrypted is lost with it, so that nobody makes a new one by the way. */
function checkIntent(inputs: Partial<Inputs>, before: Partial<Inputs> | undefined): Problem[] {
  const { shape, generation } = inputs;
  if (!before?.shape || !shape || before.generation !== generation || sameRecipe(before, inputs)) return [];
  return [
    new Problem({
      code: "lost-secret",
      where: { path: [before.shape !== shape ? "shape" : "bytes"] },
      what: "cannot change on its own.",
      why: "A new value would be made, and what the one in use has signed or encrypted is lost with it.",
      fix: `if that is meant, raise the generation, too, to ${(generation ?? 1) + 1}; else write what was there`,
    }),
  ];
}

/** True of inputs that differ in spelling only: a default written out does not need a new value. */
function sameRecipe(one: Partial<Inputs>, other: Partial<Inputs>): boolean {
  return (
    one.shape === other.shape &&
    one.generation === other.generation &&
    (one.bytes ?? DEFAULT_BYTES) === (other.bytes ?? DEFAULT_BYTES)
  );
}

function makeValue({ shape, bytes = DEFAULT_BYTES }: Inputs): string {
  return makers[shape](bytes);
}

/** As many letters as carry at least so many random bytes. */
function lettersFor(bytes: number): number {
  return Math.ceil((bytes * 8) / Math.log2(ALPHANUMERIC.length));
}

function randomLetter(): string {
  return ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length));
}

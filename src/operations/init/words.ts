/** A config object, as it is written into YAML. */
export type Words = { readonly [key: string]: unknown };

/** What a new product's files say: the system, and each environment by its stack. */
export interface Product {
  readonly system: Words;
  readonly stacks: { readonly [stack: string]: Words };
}

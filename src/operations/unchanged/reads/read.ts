import type { StateResource } from "../state-file.ts";

/** One request that reads something, and what of its answer moves by itself. */
export interface Read {
  readonly vendor: "fly" | "flyGraphql" | "neon" | "cloudflare" | "github";
  /** Below the API's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, with POST. */
  readonly body?: object;
  /** Keys that the vendor moves by itself, at any depth: not part of what is compared. */
  readonly moving?: readonly string[];
  /** Of a key that moves by itself, the one value at which a read of the engine would fail. */
  readonly fails?: { readonly [key: string]: string };
  /** Whether the answer is all there is, and not the first page of it. Default: it is. */
  readonly isWhole?: (answer: unknown) => boolean;
}

/** A state's resource, with its provider's settings. */
export interface Held extends StateResource {
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the engine's refresh reads of a resource of one type; `undefined` of one that cannot be told from its state. */
export type ReadsOf = (held: Held) => readonly Read[] | undefined;

/** An input or output that is text, in a path. Throws where it is not: the state is not one that is known here. */
export function segment(held: Held, name: string): string {
  const value = held.outputs?.[name] ?? held.inputs?.[name];
  if (typeof value !== "string" || value === "") throw new UnknownState(`${held.urn} has no ${name}`);
  return encodeURIComponent(value);
}

/** A state that is not of a form that is known here: the engine reads it. */
export class UnknownState extends Error {}

/** The parts of an id such as `<app>/<address>`. */
export function partsOf(id: string): string[] {
  return id.split("/").map(encodeURIComponent);
}

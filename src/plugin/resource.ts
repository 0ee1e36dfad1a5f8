import type { z } from "zod";
import type { Problem } from "../problem/problem.ts";
import type { Traits } from "./traits.ts";

/** The stack's own words for one resource, for names, ownership marks and messages. */
export interface Context {
  /** `urn:pulumi:<stack>::<project>::<types>::<name>`. */
  readonly urn: string;
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** Aborted when the engine cancels the operation. */
  readonly signal: AbortSignal;
  /** Shows a line under the resource in the engine's output. Never pass anything secret. */
  readonly log: (severity: "info" | "warning", message: string) => void;
}

/** Which resource of which stack. */
export type Owner = Pick<Context, "project" | "stack" | "name">;

/** What the engine knows of a resource that exists. Values are plain: secrets unwrapped, nothing unknown. */
export interface State<I, O> {
  readonly inputs: I;
  readonly outputs: O;
}

/** What a create, or a read that found the thing, tells the engine. */
export interface Live<I, O> extends State<I, O> {
  readonly id: string;
}

/** Why a thing is not replaced, and what to do instead. */
export interface Refusal {
  /** What a replacement would cost: a sentence without its full stop. */
  readonly why: string;
  readonly fix: string;
}

/**
 * Everything about one resource type: its inputs and outputs, its lifecycle and its traits. `C` is what it may call: the clouds.
 * A definition imports no cloud client and no Pulumi SDK at run time, so that the plugin starts fast. A program has its classes
 * by their shapes alone: `resource-shape.ts`.
 */
export interface Definition<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject, C = unknown>
  extends Traits<Partial<z.infer<I> & z.infer<O>>> {
  /** Type token, such as `parity:fly:App`. */
  readonly token: string;
  /** One sentence for the package schema. */
  readonly description: string;
  /** Describe each property with `.describe()`: shape, unit, default, and whether changing it replaces the thing. */
  readonly inputs: I;
  /** Outputs beyond the inputs. Every input is an output of the same name. */
  readonly outputs: O;
  /** Inputs whose value is always secret, given as one or not. */
  readonly secretInputs?: readonly (keyof z.infer<I> & string)[];
  /** Outputs that are always secret. */
  readonly secretOutputs?: readonly (keyof z.infer<O> & string)[];
  /** Inputs whose change cannot be made in place. */
  readonly replaceOn?: readonly (keyof z.infer<I> & string)[];
  /** True when the replacement may be made first and the old thing deleted after. Default false: names collide. */
  readonly createBeforeDelete?: boolean;
  /** A change of a `replaceOn` input is refused by Check, with these words. For things that hold what cannot be made again. */
  readonly neverReplaced?: Refusal;
  /**
   * Checks beyond the schema, on what is known: a property that is not known yet is absent. `before` are the inputs in
   * state; absent for a new thing. The `where.path` of a problem is the way to the property.
   */
  readonly check?: (inputs: Partial<z.infer<I>>, before: Partial<z.infer<I>> | undefined) => readonly Problem[];
  /** Outputs that are known before the thing exists, so that others need not wait for them. */
  readonly predict?: (inputs: Partial<z.infer<I>>) => Partial<z.infer<O>>;
  /** Outputs that an update of these inputs may change; they are unknown in its preview. Default: none. */
  readonly changedBy?: (changed: readonly string[]) => readonly (keyof z.infer<O> & string)[];
  /**
   * Ids, in the form of an import, of what the vendor has already under the names that these inputs give; `undefined` while these
   * are not known. Absent for what has no name to be found by, or cannot be read back whole.
   */
  readonly find?: (order: {
    readonly clouds: C;
    readonly inputs: Partial<z.infer<I>>;
    readonly signal: AbortSignal;
  }) => Promise<readonly string[] | undefined>;
  /**
   * The same of what this very resource of this very state has made, which carries a mark that says so. Absent where none does,
   * and where what was lost with the answer is needed.
   */
  readonly findOwn?: (order: {
    readonly clouds: C;
    readonly inputs: Partial<z.infer<I>>;
    readonly owner: Owner;
    readonly signal: AbortSignal;
  }) => Promise<readonly string[]>;
  /**
   * Deletes what this very resource of this very state has made and whose answer was lost, and with it what nobody can read back,
   * such as a token's value. `readHeld` answers the ids that the state holds, which stay, or `undefined` while a run makes one: to be
   * asked after the vendor was, so that one that another run has just made is not taken for lost. Answers the ids of what was
   * deleted. Absent where nothing is lost with an answer.
   */
  readonly discardOwn?: (order: {
    readonly clouds: C;
    readonly inputs: Partial<z.infer<I>>;
    readonly readHeld: () => Promise<readonly string[] | undefined>;
    readonly signal: AbortSignal;
  }) => Promise<readonly string[]>;
  /**
   * A state of the same thing that another type or an earlier version wrote, as this type writes it; `undefined` for its own. The
   * engine hands one over that the program names in `aliases`; the next update writes it down. Throws nothing.
   */
  readonly upgrade?: (
    id: string,
    written: State<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>,
  ) => State<Partial<z.infer<I>>, Partial<z.infer<O>>> | undefined;
  /**
   * What the state lacks, so that nothing of it may be handed on. It stops the preview, and the comparison that a
   * refresh makes, of whatever does not replace the thing.
   */
  readonly checkState?: (
    state: State<Partial<z.infer<I>>, Partial<z.infer<O>>>,
    context: Pick<Context, "urn" | "stack">,
  ) => Problem | undefined;
  /** Find-or-create: see ARCHITECTURE.md, "Ownership". */
  readonly create: (order: {
    readonly clouds: C;
    readonly inputs: z.infer<I>;
    readonly context: Context;
  }) => Promise<Live<z.infer<I>, z.infer<O>>>;
  /**
   * The thing as it is now, or `undefined` when it is gone. For an import `known` is absent and the id is all there is.
   * An answer that does not prove absence (403, 5xx, no connection) must throw: an unreadable thing is not a missing one.
   */
  readonly read: (order: {
    readonly clouds: C;
    readonly id: string;
    readonly known: State<z.infer<I>, z.infer<O>> | undefined;
    readonly context: Context;
  }) => Promise<Live<z.infer<I>, z.infer<O>> | undefined>;
  /** Absent when every input replaces. Answers the new outputs. */
  readonly update?: (order: {
    readonly clouds: C;
    readonly id: string;
    readonly before: State<z.infer<I>, z.infer<O>>;
    readonly inputs: z.infer<I>;
    readonly context: Context;
  }) => Promise<z.infer<O>>;
  /** Deleting what is gone already is a success. */
  readonly delete: (order: {
    readonly clouds: C;
    readonly id: string;
    readonly before: State<z.infer<I>, z.infer<O>>;
    readonly context: Context;
  }) => Promise<void>;
}

/** Keeps the types of inputs and outputs together while a definition is written down. */
export function defineResource<C>() {
  return <I extends z.ZodObject, O extends z.ZodObject>(definition: Definition<I, O, C>): Definition<I, O, C> =>
    definition;
}

/** A definition of any inputs and outputs, as the server holds them. */
// biome-ignore lint/suspicious/noExplicitAny: the server checks values against the definition's own schemas at run time.
export type AnyDefinition<C> = Definition<any, any, C>;

/**
 * The thing exists, but not all that was asked of it came true (a machine did not come back, a wait ran out).
 * The engine keeps the id and outputs and reports the resource as failed, so that the next run goes on from here
 * instead of making a second one.
 */
export class PartialFailure extends Error {
  readonly live: Live<Record<string, unknown>, Record<string, unknown>>;
  /** Problems, or the bug that came between. */
  readonly reasons: readonly unknown[];

  constructor(live: PartialFailure["live"], reasons: readonly unknown[]) {
    super(reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason))).join("\n"));
    this.name = "PartialFailure";
    this.live = live;
    this.reasons = reasons;
  }
}

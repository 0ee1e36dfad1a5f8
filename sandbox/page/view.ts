import type { FaultKind } from "../clouds/core/faults.ts";
import type { Run } from "../run.ts";

// What the page shows. It is all that leaves the server: names, numbers and words of our own, and nothing secret.

/** One part of what an environment has. */
export interface ThingView {
  /** Such as `apps.api`. */
  readonly path: string;
  readonly name: string;
  readonly at: string;
  readonly owner?: string;
  readonly slot?: string;
  readonly variables: readonly string[];
  readonly secrets: readonly string[];
  /** What its cloud holds of it, such as `16 secrets`. Absent: nothing. */
  readonly held?: readonly string[];
}

export interface EnvironmentView {
  readonly stack: string;
  readonly tier?: string;
  /** It is what review environments are made from. */
  readonly template: boolean;
  /** How many resources its state holds. */
  readonly resources: number;
  /** How much is wrong with its config. */
  readonly problems: number;
  readonly things: readonly ThingView[];
}

export interface EnvironmentsView {
  readonly project: string;
  /** The files cannot be read as they are now: what is shown is of before. */
  readonly unreadable: boolean;
  readonly stacks: readonly EnvironmentView[];
}

/** Something that a cloud holds, with what lies in it. */
export interface Holding {
  readonly name: string;
  readonly parts: readonly Holding[];
}

export interface CloudView {
  readonly name: string;
  readonly holds: readonly Holding[];
}

export interface CallView {
  readonly n: number;
  readonly at?: string;
  readonly ms?: number;
  readonly cloud: string;
  readonly operation: string;
  readonly method: string;
  /** Without values of its query. */
  readonly path: string;
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  readonly fault?: string;
}

export interface FaultView {
  readonly operation: string;
  readonly kind: FaultKind;
  readonly status?: number;
  readonly delayMs?: number;
  readonly retryAfter?: number;
  readonly times: number;
}

export interface OperationView {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

/** What can be ordered of the clouds, and what was. */
export interface FaultsView {
  /** Whether the clouds run: faults live as long as their process. */
  readonly running: boolean;
  readonly set: readonly FaultView[];
  readonly operations: readonly OperationView[];
  /** What each kind does, in a few words. */
  readonly kinds: Readonly<Record<FaultKind, string>>;
}

/** New calls, or with `whole` all there are. */
export interface CallsView {
  readonly whole: boolean;
  readonly calls: readonly CallView[];
}

/** The parts of the page, by the name of the event that brings each. */
export interface Parts {
  readonly environments: EnvironmentsView;
  readonly clouds: readonly CloudView[];
  readonly calls: CallsView;
  readonly faults: FaultsView;
  readonly run: Run | undefined;
}

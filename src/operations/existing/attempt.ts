export interface Properties {
  /** What is secret in them is masked or encrypted. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A creation that began or is about to, or an update that may leave what the next run would not know for its own. */
export interface Attempt {
  readonly urn: string;
  readonly inputs: Properties["inputs"];
  readonly parent: string | undefined;
  /** URN of its provider, with `::<id>` behind it. */
  readonly provider: string | undefined;
  /** What the state holds of it; absent for a creation. */
  readonly held: Properties | undefined;
  /** When the state was last written, where another run began it. */
  readonly since?: Date | undefined;
}

/** What became of one resource that the config declares and the state does not hold. */
export interface Adoption {
  /** For people, such as `fly App api`. */
  readonly resource: string;
  /**
   * `found`: there is one, and it is taken over. `missing`: there is none, and an up makes it. `ambiguous`: there are several.
   * `later`: its name is known once what it hangs on is taken over. `foreign`: it carries the mark of another state. `unknown`: the
   * cloud could not be asked. `left`: it has no name to be found by, or its values cannot be read back.
   */
  readonly outcome: "found" | "missing" | "ambiguous" | "later" | "foreign" | "unknown" | "left";
  /** In the form of an import. */
  readonly ids: readonly string[];
  /** Why it is unknown, or whose it is. */
  readonly why?: string;
}

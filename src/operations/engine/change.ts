/** What happens to one resource. `replace` takes the old one away, whatever the order. */
export type Action = "create" | "update" | "replace" | "delete";

/** One property that differs. */
export interface PropertyChange {
  /** Dotted, such as `values.DATABASE_URL` or `rules[0].origins`. */
  readonly path: string;
  readonly kind: "add" | "remove" | "change";
  /**
   * `shown`: `before` and `after` are plain values, absent where there is none. `deferred`: the new one is known only when it
   * is applied; `before` is shown. `hidden`: a secret, or a property that is not known to be none.
   */
  readonly values: "shown" | "deferred" | "hidden";
  readonly before?: unknown;
  readonly after?: unknown;
  /** The resource is replaced because of it. */
  readonly replaces: boolean;
}

/** One resource that is not as it should be, or will not stay as it is. */
export interface ResourceChange {
  readonly urn: string;
  /** For people, unique in a stack: kind and logical name, such as `fly Secrets api` or `cloudflare R2Bucket audio`. */
  readonly resource: string;
  readonly action: Action;
  /** It holds what cannot be made again: data, a name, an encryption key. */
  readonly stateful: boolean;
  readonly properties: readonly PropertyChange[];
}

/** A change that loses what cannot be made again. */
export function isDestructive({ action, stateful }: ResourceChange): boolean {
  return stateful && (action === "replace" || action === "delete");
}

import type {} from "zod";

/** `new` makes another one, `refused` says what to do instead, and `ignored` counts at creation only. */
type Changing = "in place" | "new" | "refused" | "ignored";

/** What a schema says of a property beside its shape: `.meta({ … })`. Parity and the field reference read it. */
declare module "zod" {
  interface GlobalMeta {
    /**
     * Whether environments may differ in it: `freely` in it and all below, or `by value` in each entry that all of them have.
     * Absent: only with a reason under `differs`.
     */
    readonly differs?: "freely" | "by value";
    /** What changing it does to a thing that exists, for all or by kind of thing. Default: `in place`. */
    readonly changing?: Changing | { readonly [of: string]: Changing };
  }
}

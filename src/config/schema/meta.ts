import type {} from "zod";

/** What a schema says of a property beside its shape: `.meta({ … })`. Parity and the field reference read it. */
declare module "zod" {
  interface GlobalMeta {
    /**
     * Whether environments may differ in it: `freely` in it and all below, or `by value` in each entry that all of them have.
     * Absent: only with a reason under `differs`.
     */
    readonly differs?: "freely" | "by value";
    /** What changing it does to a thing that exists. Default `in place`; `new` makes another one and `refused` says what to do instead. */
    readonly changing?: "in place" | "new" | "refused";
  }
}

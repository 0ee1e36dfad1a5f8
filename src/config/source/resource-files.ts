/**
 * Names that a product's own file of resources may have, in the order in which they are looked for. `bin/preload.cjs` names them as well,
 * for it loads nothing.
 */
export const resourceFiles: readonly string[] = ["resources.ts", "resources.mjs", "resources.js"];

import type { Edit } from "./edit.ts";
import { flyEdits } from "./fly.ts";
import { neonEdits } from "./neon.ts";
import { pagesEdits } from "./pages.ts";
import { r2Edits } from "./r2.ts";

/** What a person can do to each subject, by its name: deleted, each field changed, something added. */
export const edits: Readonly<Record<string, readonly Edit[]>> = {
  ...flyEdits,
  ...neonEdits,
  ...pagesEdits,
  ...r2Edits,
};

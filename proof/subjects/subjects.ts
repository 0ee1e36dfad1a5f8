import { flySubjects } from "./fly.ts";
import { neonSubjects } from "./neon.ts";
import { pagesSubjects } from "./pages.ts";
import { r2Subjects } from "./r2.ts";
import type { Subject } from "./subject.ts";

/** One or more of every type of ours that calls a cloud. Test: each definition is here, or calls none. */
export const subjects: readonly Subject[] = [...flySubjects, ...neonSubjects, ...pagesSubjects, ...r2Subjects];

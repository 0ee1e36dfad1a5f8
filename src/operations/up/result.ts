import type { ResourceChange } from "../engine/change.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { Recovery } from "../recover/recovery.ts";

export interface UpResult {
  /**
   * `applied`: all is as the config says. `failed`: it is not, and `done` is how far it came. Nothing was changed when
   * it is `destructive` (what would be lost needs somebody's leave) or `refused` (it is not what was planned). `interrupted`:
   * somebody ended it, such as by Ctrl-C, and `done` is how far it came.
   */
  readonly outcome: "applied" | "failed" | "destructive" | "refused" | "interrupted";
  /** What was about to be done. */
  readonly report: PreviewReport;
  readonly done: readonly ResourceChange[];
  /** Something may be changed, in part or whole, that is not in `done`: a change did not end well, or was not reported. */
  readonly uncertain: boolean;
  /** Resources for which the plan says something else. */
  readonly differs: readonly string[];
  readonly errors: readonly string[];
  /** What runs began and did not finish, this one too, and what became of it. Only the state was changed by it. */
  readonly recoveries: readonly Recovery[];
}

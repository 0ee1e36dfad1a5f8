import type { ResourceChange } from "../engine/change.ts";
import type { Sources } from "../existing/sources.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { Recovery } from "../recover/recovery.ts";

export interface UpOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** File with the plan that was reviewed. Default: the plan of the preview that is made first. */
  readonly plan?: string;
  /** May lose what cannot be made again. */
  readonly allowDestroy: boolean;
  readonly commit?: string;
  /** Who is asked for what earlier runs left. */
  readonly sources: Sources;
  /** Whether somebody has asked this run to end: asked for where no engine runs, which hears of it itself. */
  readonly isInterrupted: () => boolean;
  /** Whether `onStart` asks somebody, who may take long, and may say no. */
  readonly isAsked?: boolean;
  /** Called for each thing that an earlier run began, once it is known what became of it, before anything else. */
  readonly onRecovery: (recovery: Recovery) => void;
  /** Called with what would be done, as soon as it is known: not when the preview has failed. */
  readonly onReport: (report: PreviewReport) => void;
  /**
   * Called once with what is about to be done, before anything is; what it throws ends the run there. Not called when
   * nothing may be done.
   */
  readonly onStart: (report: PreviewReport) => Promise<void>;
  /** Called for each change as it has been made, with the milliseconds that it took. */
  readonly onChange: (change: ResourceChange, took: number) => void;
}

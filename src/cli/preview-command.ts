import type { OutputOptions } from "./report-output.ts";

export interface PreviewCommand extends OutputOptions {
  readonly stack: string;
  readonly project: string;
  readonly comment?: boolean;
  readonly repository?: string;
  readonly pull?: string;
  readonly savePlan?: string;
  readonly allowDestroy?: boolean;
  /** A checkout of the application's repository. */
  readonly out?: string;
  /** Whether the clouds are compared. Default: true. */
  readonly refresh?: boolean;
  /** Whether the engine runs in any case. */
  readonly engine?: boolean;
}

export const previewEnding = "Nothing was changed: this is a preview.";

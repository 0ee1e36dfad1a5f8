import { realpathSync } from "node:fs";
import { cacheFile } from "../../cache/kept.ts";
import type { PreviewReport } from "../preview/report.ts";

/** What a run that left nothing to do keeps of itself, on the machine that it ran on. It holds no secret and no answer of a vendor. */
export interface UnchangedRecord {
  /** When it ran, in RFC 3339. */
  readonly at: string;
  /** The file of the state. */
  readonly state: string;
  /** Digest of what the program read. */
  readonly inputs: string;
  /** Digest of the state that it left. */
  readonly outcome: string;
  readonly salt: string;
  /** Digest of what the clouds answered; absent after an up that changed something: they were not compared after it. */
  readonly answers?: string;
  /** What a preview says as long as all of it is the same. */
  readonly report: PreviewReport;
}

/** Where a stack's record is: by the project's folder. */
export function recordFile(project: string, stack: string, env: NodeJS.ProcessEnv): string {
  return cacheFile("unchanged", JSON.stringify([realpathSync(project), stack]), env);
}

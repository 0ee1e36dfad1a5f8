import { existsSync } from "node:fs";
import { builtFolder } from "../../cache/built.ts";
import { readKept } from "../../cache/kept.ts";
import type { PreviewReport } from "../preview/report.ts";
import { digestAnswers } from "./answers.ts";
import { digestInputs } from "./inputs.ts";
import { readsOf } from "./reads/reads.ts";
import { recordFile, type UnchangedRecord } from "./record.ts";
import { readStateFile, type StateFile } from "./state-file.ts";

/** Which stack, and whether the clouds are compared. */
export interface UnchangedOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** Default: true. */
  readonly refresh?: boolean;
}

/** How a stack stands to the last run that left nothing to do. */
export interface Comparison {
  /** What a preview says: nothing has changed. Absent where something has, or where it is not known. */
  readonly report?: PreviewReport;
  /** What the clouds answer now. Absent where they were not asked, because something else has changed, or did not answer. */
  readonly answers?: Answers;
}

/** A digest of what the clouds answered. */
export type Answers = Pick<UnchangedRecord, "salt"> & { readonly digest: string };

/**
 * Compares config, program, plugins, state and, unless it is told not to, the clouds with what the last run found that left nothing to
 * do, without an engine. It says "no changes" or nothing: whatever differs, the engine looks at.
 */
export async function compareUnchanged(
  { project, stack, refresh = true }: UnchangedOptions,
  env: NodeJS.ProcessEnv,
): Promise<Comparison> {
  const file = existsSync(project) ? recordFile(project, stack, env) : undefined;
  const record = file === undefined ? undefined : readKept<UnchangedRecord>(file);
  const state = record && readSame(record, project, env);
  if (!record || !state) return {};
  const report: PreviewReport = { ...record.report, compared: { with: record.at, clouds: refresh } };
  if (!refresh) return { report };
  const reads = readsOf(state.resources);
  const digest = reads && (await digestAnswers(reads, record.salt, env));
  if (digest === undefined) return {};
  return { answers: { digest, salt: record.salt }, ...(record.answers === digest && { report }) };
}

/** The state, where it and all that the program reads are as the record has them. */
function readSame(record: UnchangedRecord, project: string, env: NodeJS.ProcessEnv): StateFile | undefined {
  if (digestInputs(project, env, builtFolder()) !== record.inputs) return undefined;
  const state = readStateFile(record.state);
  return state?.digest === record.outcome ? state : undefined;
}

import type { DriftReport } from "./report.ts";

/** What one look at a stack has found, by the lists of the report. A list that is absent is empty. */
export type Findings = Partial<Pick<DriftReport, "cloud" | "config" | "broken" | "unknown" | "notes">>;

/** What several looks have found, one after the other. */
export function gather(looks: readonly Findings[]): Required<Findings> {
  return {
    cloud: looks.flatMap(({ cloud = [] }) => cloud),
    config: looks.flatMap(({ config = [] }) => config),
    broken: looks.flatMap(({ broken = [] }) => broken),
    unknown: looks.flatMap(({ unknown = [] }) => unknown),
    notes: looks.flatMap(({ notes = [] }) => notes),
  };
}

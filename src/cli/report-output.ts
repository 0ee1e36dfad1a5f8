import { findRunUrl } from "../operations/github/run-record.ts";
import { renderMarkdown } from "../operations/report/markdown.ts";
import type { Report } from "../operations/report/report.ts";
import { renderText } from "../operations/report/text.ts";
import { printableJson } from "../problem/printable.ts";
import { styleOf } from "./style.ts";
import { openSummary, SUMMARY_ROOM } from "./summary.ts";

export interface OutputOptions {
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly summary?: boolean;
}

export interface ReportOutput {
  /** A report of at most so many characters, for a comment, an issue or a record. */
  readonly page: (report: Report, limit: number) => string;
  /** Prints `data` as JSON, or the reports as Markdown or as text with the last line. Adds the reports to the summary. */
  readonly print: (data: unknown, reports: readonly Report[], ending: string) => void;
  readonly addToSummary: (markdown: string) => void;
}

/**
 * Where the reports of one command go.
 * @throws Problem when a summary is asked for and cannot be written; nothing was done yet
 */
export function openReportOutput({ markdown, json, summary }: OutputOptions, env: NodeJS.ProcessEnv): ReportOutput {
  const addToSummary = openSummary(summary, env);
  const logUrl = findRunUrl(env);
  const page = (report: Report, limit: number) => renderMarkdown(report, { limit, ...(logUrl && { logUrl }) });
  return {
    page,
    addToSummary,
    print(data, reports, ending) {
      const pages = (limit: number) => reports.map((report) => page(report, limit)).join("\n\n");
      const asMarkdown = () =>
        markdown ? pages(Number.POSITIVE_INFINITY) : renderText(reports, ending, styleOf(process.stdout));
      process.stdout.write(`${json ? printableJson(data) : asMarkdown()}\n`);
      addToSummary(pages(SUMMARY_ROOM / reports.length));
    },
  };
}

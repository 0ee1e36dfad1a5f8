import { paragraphs } from "../../documents/page/markdown.ts";
import { type Cure, listCure } from "../../problem/parts.ts";
import { indent, renderChangeLines, renderPart } from "../report/change-lines.ts";
import { planned, seen } from "../report/change-words.ts";
import { printableLines, printableName } from "../report/printable.ts";
import { cureConfig, meanings, NOT_REACHED } from "./meanings.ts";
import type { Broken, CloudDrift, DriftReport, Unknown } from "./report.ts";
import { renderDriftVerdict } from "./verdict.ts";

/** The reports for a terminal, a verdict first in each. The last line says that nothing was changed. */
export function renderDriftText(reports: readonly DriftReport[]): string {
  return paragraphs(...reports.map(renderReport), "Nothing was changed.");
}

function renderReport(report: DriftReport): string {
  const { stack, broken, cloud, config, unknown, notes } = report;
  const changes = config.flatMap((change) => renderChangeLines(change, planned));
  return paragraphs(
    `${printableName(stack)}: ${renderDriftVerdict(report)}`,
    renderPart(`Broken. ${meanings.broken}`, broken.flatMap(renderBroken)),
    renderPart(`Changed in the cloud. ${meanings.cloud}`, cloud.flatMap(renderCloudDrift)),
    renderPart(
      `Changed in the config and not applied. ${meanings.config}`,
      config.length === 0 ? [] : [...changes, ...renderCure(cureConfig(stack))],
    ),
    renderPart(`Unknown. ${meanings.unknown}`, unknown.flatMap(renderUnknown)),
    renderPart("Not drift:", notes.flatMap(printableLines)),
  );
}

function renderCloudDrift(drift: CloudDrift): string[] {
  return [...renderChangeLines(drift, seen), ...indent(renderCure(drift.cure))];
}

function renderBroken({ resource, what, cure }: Broken): string[] {
  return [printableName(resource), ...indent([...printableLines(what), ...(cure ? renderCure(cure) : [])])];
}

function renderUnknown({ resource, why }: Unknown): string[] {
  return [printableName(resource), ...indent(printableLines(why || NOT_REACHED))];
}

function renderCure(cure: Cure): string[] {
  return listCure(cure).flatMap(printableLines);
}

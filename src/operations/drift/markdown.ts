import { type Cure, listCure } from "../../problem/parts.ts";
import { type BodyOptions, fitBody, type Section } from "../report/body.ts";
import { bullet, renderChangeBullet } from "../report/change-bullets.ts";
import { indent } from "../report/change-lines.ts";
import { planned, seen } from "../report/change-words.ts";
import { block, exact, linkLog, name, sentence } from "../report/github-text.ts";
import { shorten } from "../report/printable.ts";
import { cureConfig, meanings, NOT_REACHED } from "./meanings.ts";
import type { Broken, CloudDrift, DriftReport, Unknown } from "./report.ts";
import { renderDriftVerdict } from "./verdict.ts";

/** The report as GitHub-flavoured Markdown, for an issue or a step's summary. A limit under 8,000 may not be kept. */
export function renderDriftMarkdown(report: DriftReport, options: BodyOptions): string {
  const { stack, broken, cloud, config, unknown, notes } = report;
  const sections: Section[] = [
    {
      title: `Broken: ${broken.length}`,
      intro: meanings.broken,
      rows: broken.map(renderBroken),
      folds: false,
    },
    {
      title: `Changed in the cloud: ${cloud.length}`,
      intro: meanings.cloud,
      rows: cloud.map(renderCloudDrift),
      folds: true,
    },
    {
      title: `Changed in the config and not applied: ${config.length}`,
      intro: `${meanings.config} ${renderCure(cureConfig(stack)).join(" ")}`,
      rows: config.map((change) => renderChangeBullet(change, planned)),
      folds: true,
    },
    {
      title: `Unknown: ${unknown.length}`,
      intro: meanings.unknown,
      rows: unknown.map(renderUnknown),
      folds: true,
    },
    { title: `Not drift: ${notes.length}`, rows: notes.map((note) => `- ${sentence(note)}`), folds: true },
  ];
  const head = `## ${sentence(shorten(stack))}: ${renderDriftVerdict(report)}`;
  const tail = options.logUrl === undefined ? "" : `Found by ${linkLog("this run", options.logUrl)}.`;
  return fitBody({ head, sections, tail }, options);
}

function renderCloudDrift(drift: CloudDrift): string {
  return renderChangeBullet(drift, seen, renderCure(drift.cure));
}

function renderBroken({ resource, what, cure }: Broken): string {
  return bullet(`${name(resource)}: ${sentence(what)}`, cure ? renderCure(cure) : []);
}

/** The cloud's words as they are: they may be several lines. */
function renderUnknown({ resource, why }: Unknown): string {
  return [`- ${name(resource)}`, "", ...indent(block(why || NOT_REACHED).split("\n"))].join("\n");
}

/** The command as code, for it is to be copied. */
function renderCure(cure: Cure): string[] {
  return listCure(cure, { words: sentence, command: exact });
}

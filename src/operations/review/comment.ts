import type { GithubClient } from "../../clouds/github/client.ts";
import type { Blueprint } from "../../components/blueprint.ts";
import { known } from "../../config/template.ts";
import { estimateCost, renderRange } from "../../documents/cost.ts";
import { code, table } from "../../documents/page/markdown.ts";
import { type Notes, type StickyCommentResult, writeStickyComment } from "../github/sticky-comment.ts";
import { sentence } from "../report/github-text.ts";
import type { TemplateBlueprint } from "./template.ts";

/** What became of an environment. `coming`: an up runs. `down`: it is gone. `left`: it should be, and is not. */
export type ReviewState = "coming" | "up" | "failed" | "down" | "left";

/** What became of the deployment to it, in GitHub's own words for the result of a job. */
export const deployments = ["success", "failure", "cancelled", "skipped"] as const;
export type Deployment = (typeof deployments)[number];

/** What is known of an environment when its comment is written. */
export interface ReviewNews {
  readonly pull: number;
  /** As the template makes it for this pull request. */
  readonly environment: Blueprint;
  readonly template: TemplateBlueprint;
  /** Default: as the last run has noted. */
  readonly state?: ReviewState;
  readonly deployment?: Deployment;
  /** Address of the workflow's run. */
  readonly runUrl?: string | undefined;
  readonly now: Date;
}

const stateWords: Readonly<Record<ReviewState, string>> = {
  coming: "⏳ coming up",
  up: "🟢 up",
  failed: "🔴 did not come up",
  down: "⚪ gone",
  left: "🔴 could not be taken down: a sweep tries again",
};

const deploymentWords: Readonly<Record<Deployment, string>> = {
  success: "this commit runs there",
  failure: "the deployment failed",
  cancelled: "the deployment was cancelled",
  skipped: "nothing was deployed",
};

/** Keeps one comment on the pull request: where its environment is, how it is, what it costs, how old it is, when it goes. */
export function tellPull(github: GithubClient, news: ReviewNews): Promise<StickyCommentResult> {
  const { pull, environment } = news;
  const stack = `${environment.project}/${environment.stack}`;
  // Of an environment that never was, nobody is told that it is gone.
  const editOnly = news.state === "down";
  const body = (noted: Notes) => bodyOf(stack, news, noted);
  return writeStickyComment(github, { kind: "review", pull, stack, editOnly, body });
}

function bodyOf(stack: string, news: ReviewNews, noted: Notes): { readonly text: string; readonly notes: Notes } {
  const { environment, template, now, runUrl } = news;
  const at = now.toISOString().slice(0, 19);
  const state = news.state ?? (noted["state"] as ReviewState | undefined) ?? "coming";
  const deployment = news.deployment ?? (news.state === undefined ? noted["deployment"] : undefined);
  const isGone = state === "down";
  const since = isGone || noted["state"] === "down" ? undefined : noted["since"];
  const updated = news.state === undefined ? (noted["updated"] ?? at) : at;
  const notes = { state, since: since ?? at, updated, ...(deployment !== undefined && { deployment }) };
  const words = [
    stateWords[state],
    ...(state === "up" && deployment !== undefined && deployment in deploymentWords
      ? [deploymentWords[deployment as Deployment]]
      : []),
  ].join(", ");
  const { days, keep } = template.template;
  const rows = isGone
    ? [["Since", time(updated)]]
    : [
        ...environment.apps.flatMap(({ key, url }) => (url === undefined ? [] : [[code(key), url]])),
        ...environment.sites.flatMap(({ key, url }) =>
          known(url) === undefined ? [] : [[code(key), String(known(url))]],
        ),
        ["Cost", `${renderRange(estimateCost(environment))} USD a month`],
        ["Since", `${time(notes.since)}; brought up to date ${time(updated)}`],
        ["Until", `the pull request is closed, or ${days} days without a push; the label ${code(keep)} keeps it`],
      ];
  const run = runUrl === undefined ? [] : [["Run", runUrl]];
  const title = `### Review environment ${code(stack)}`;
  return { text: [title, "", table(["State", sentence(words)], [...rows, ...run])].join("\n"), notes };
}

function time(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}

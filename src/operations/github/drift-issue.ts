import { randomUUID } from "node:crypto";
import type { GithubClient } from "../../clouds/github/client.ts";
import type { GithubIssue } from "../../clouds/github/issues.ts";
import { BODY_ROOM, markerOf, readMarker } from "./marker.ts";

/** Most characters of the issue's text: GitHub's 65,536 less the line it is found by. */
export const DRIFT_ISSUE_ROOM = BODY_ROOM;

/** What was found in one stack. */
export type DriftFinding = {
  /** Such as `plyr/staging`. */
  readonly stack: string;
} & (
  | {
      readonly outcome: "drift";
      /** At most 256 characters. */
      readonly title: string;
      /** Markdown, at most `DRIFT_ISSUE_ROOM` characters. */
      readonly body: string;
      /** The same as long as what was found is the same. Without spaces. */
      readonly digest: string;
    }
  | { readonly outcome: "clean" | "unknown" }
);

export interface DriftIssueResult {
  /** `left`: open, and nothing is known that would change it. `none`: there is none, and none is needed. */
  readonly action: "opened" | "updated" | "unchanged" | "closed" | "left" | "none";
  /** Address of the issue's page; absent when there is none. */
  readonly url?: string;
}

/** Keeps one open issue for each stack as long as it has drift. An issue counts by its hidden first line and by its author. */
export async function keepDriftIssue(github: GithubClient, finding: DriftFinding): Promise<DriftIssueResult> {
  const { stack } = finding;
  const isOfStack = ({ body }: GithubIssue) => readMarker("drift", body)?.["stack"] === stack;
  const found = (await github.issues.listOpen()).filter((issue) => issue.trusted && isOfStack(issue));
  const [first] = found;
  if (finding.outcome === "drift") {
    const { title, digest } = finding;
    const text = { title, body: `${markerOf("drift", { stack, digest })}\n${finding.body}` };
    if (!first) return { action: "opened", url: (await github.issues.create(text, isOfStack)).url };
    if (readMarker("drift", first.body)?.["digest"] === digest) return { action: "unchanged", url: first.url };
    // The body first: it is what the next run compares, so that a failure between the two costs a comment and repeats none.
    await github.issues.update(first, text);
    await comment(github, first, stack, "The drift has changed: the description above is what it is now.");
    return { action: "updated", url: first.url };
  }
  if (!first) return { action: "none" };
  if (finding.outcome === "unknown") return { action: "left", url: first.url };
  for (const issue of found) {
    await comment(github, issue, stack, "The drift is gone: cloud, state and config agree again.");
    await github.issues.close(issue);
  }
  return { action: "closed", url: first.url };
}

/** With a hidden line of its own, so that no other comment has its body. */
async function comment(github: GithubClient, { number }: GithubIssue, stack: string, text: string): Promise<void> {
  await github.comments.create(number, `${markerOf("drift", { stack, comment: randomUUID() })}\n${text}`);
}

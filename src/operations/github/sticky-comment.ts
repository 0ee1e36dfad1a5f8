import type { GithubClient } from "../../clouds/github/client.ts";
import { hasBody } from "../../clouds/github/comments.ts";
import { BODY_ROOM, type MarkerKind, markerOf, readMarker } from "./marker.ts";

/** Most characters of a comment's text: GitHub's 65,536 less the line it is found by. */
export const STICKY_COMMENT_ROOM = BODY_ROOM;

export interface StickyComment {
  readonly kind: Extract<MarkerKind, "preview" | "review">;
  /** Number of the pull request. */
  readonly pull: number;
  /** Such as `plyr/staging`. */
  readonly stack: string;
  /** Only one that is there is edited. */
  readonly editOnly?: boolean;
  /** Markdown, at most `STICKY_COMMENT_ROOM` characters, made with what an earlier run has noted. */
  readonly body: (noted: Notes) => { readonly text: string; readonly notes?: Notes };
}

/** What a run notes in a comment for the next one, unseen: values without spaces. */
export type Notes = Readonly<Record<string, string>>;

export interface StickyCommentResult {
  /** `none`: there is none, and none was to be written. */
  readonly action: "created" | "updated" | "unchanged" | "none";
  /** Address of the comment on the page. */
  readonly url?: string;
}

/**
 * Keeps one comment for each stack on a pull request: edits the one there is, or writes the first. A comment counts by the hidden
 * line it starts with and by its author, for anybody may write that line. Of two, which two runs at once can leave, the
 * older one is kept up to date and the other is left alone.
 */
export async function writeStickyComment(
  github: GithubClient,
  { kind, pull, stack, body, editOnly }: StickyComment,
): Promise<StickyCommentResult> {
  const comments = await github.comments.list(pull);
  const found = comments.find((one) => one.trusted && readMarker(kind, one.body)?.["stack"] === stack);
  if (!found && editOnly) return { action: "none" };
  const { stack: _, ...noted } = (found && readMarker(kind, found.body)) ?? {};
  const { text: words, notes } = body(noted);
  const text = `${markerOf(kind, { stack, ...notes })}\n${words}`;
  if (!found) {
    const { url } = await github.comments.create(pull, text);
    return { action: "created", url };
  }
  if (hasBody(found, text)) return { action: "unchanged", url: found.url };
  const { url } = await github.comments.update(found, text);
  return { action: "updated", url };
}

import { paragraphs } from "../../documents/page/markdown.ts";
import { linkLog } from "./github-text.ts";

/** A section that can be cut: its rows are left out from the last one. */
export interface BodyPart {
  /** Says how many there are, for that is what is left of it when there is no room. */
  readonly title: string;
  /** Stands above the rows, and is never left out. */
  readonly intro?: string;
  /** The lines that make a table of the rows. */
  readonly tableHead?: readonly string[];
  /** Each is the Markdown of one thing: an item of a list, a table's row, a block. */
  readonly rows: readonly string[];
  /** Shown closed when it is long. */
  readonly folds: boolean;
}

export interface Body {
  readonly head: string;
  /** The most important one first. */
  readonly parts: readonly BodyPart[];
  readonly tail: string;
}

export interface BodyOptions {
  /** Most characters. Bytes are counted, of which there are never fewer, whatever a character is to GitHub. */
  readonly limit: number;
  /** Where all of it can be read. */
  readonly logUrl?: string;
}

/** Rows up to which a section is shown open. */
const OPEN_ROWS = 12;

/**
 * The Markdown of a report, at most `limit` long. Where it would be longer, the least important sections are folded to
 * their titles, and the first that has no room for all of its rows loses the last ones. Head, titles and tail stay: a
 * limit that is too small even for those is not kept.
 */
export function fitBody({ head, parts, tail }: Body, { limit, logUrl }: BodyOptions): string {
  const filled = parts.filter(({ rows }) => rows.length > 0);
  const shown = filled.map((part) => renderPart(part, 0, logUrl));
  const join = () => paragraphs(head, ...shown, tail);
  let room = limit - countBytes(join());
  for (const [index, part] of filled.entries()) {
    const title = shown[index] ?? "";
    const count = countFitting(part, room + countBytes(title), logUrl);
    const text = renderPart(part, count, logUrl);
    shown[index] = text;
    room -= countBytes(text) - countBytes(title);
    // What is less important must not be there where this is not.
    if (count < part.rows.length) break;
  }
  return join();
}

/** Most rows of the part with which it is no longer than `room`. */
function countFitting(part: BodyPart, room: number, logUrl: string | undefined): number {
  const fits = (count: number) => countBytes(renderPart(part, count, logUrl)) <= room;
  if (fits(part.rows.length)) return part.rows.length;
  let [low, high] = [0, part.rows.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function renderPart(
  { title, intro = "", tableHead = [], rows, folds }: BodyPart,
  count: number,
  logUrl?: string,
): string {
  const left = rows.length - count;
  const more = left === 0 ? "" : `… ${count === 0 ? left : `and ${left} more`}: see ${linkLog("the log", logUrl)}`;
  const content = paragraphs(intro, count === 0 ? "" : [...tableHead, ...rows.slice(0, count)].join("\n"), more);
  return folds && count > OPEN_ROWS
    ? `<details><summary><b>${title}</b></summary>\n\n${content}\n\n</details>`
    : `### ${title}\n\n${content}`;
}

function countBytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

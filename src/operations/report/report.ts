import type { Cure } from "../../problem/parts.ts";
import type { Style } from "../../problem/style.ts";
import type { PropertyChange, ResourceChange } from "../engine/change.ts";
import type { ChangeWords } from "./change-words.ts";

/** One thing that a report lists. All of it is as it came: the renderers escape it. */
export interface Entry {
  /** What it is about, such as `fly App api`. Absent for words that stand alone. */
  readonly subject?: string;
  /** What happens to the subject, in our words, such as ` (replaced)`. */
  readonly state?: string;
  /** What differs, and the words for a property because of which the subject is replaced. */
  readonly properties?: readonly PropertyChange[];
  readonly replaces?: string;
  /** A sentence. */
  readonly what?: string;
  /** The words of a cloud or the engine, line by line. */
  readonly quote?: string;
  readonly cure?: Cure;
}

/** Entries of one kind. One without entries is not shown. */
export interface Section {
  readonly title: string;
  /** What the entries have in common, in our words. */
  readonly intro?: string;
  /** What to do about all of them. */
  readonly cure?: Cure;
  readonly entries: readonly Entry[];
  /** Markdown shows the properties as a table. */
  readonly table?: boolean;
  /** Markdown shows it closed when it is long. */
  readonly folds?: boolean;
  /** How its title stands out on a terminal with colours. Default `strong`. */
  readonly tone?: keyof Style;
  /** `loud`: a terminal has no headings to stand out by. `last`: the end is what a terminal shows. */
  readonly terminal?: "loud" | "last";
}

/** What a command has found in one stack, as every reader is shown it. */
export interface Report {
  readonly stack: string;
  /** What it comes to, such as `1 to replace, 18 unchanged`. */
  readonly verdict: string;
  /** The most important one first. */
  readonly sections: readonly Section[];
  /** A line below the sections, in our words. */
  readonly note?: string;
  /** What was looked at, by what it is called: a commit, a plan. Markdown only. */
  readonly about?: Readonly<Record<string, string>>;
}

export function changeEntry({ resource, action, properties }: ResourceChange, words: ChangeWords): Entry {
  return { subject: resource, state: words[action], properties, replaces: words.replaces };
}

export function quoteEntry(quote: string): Entry {
  return { quote };
}

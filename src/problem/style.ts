/** How text for people stands out: each takes text that is ready to be shown, and answers it in its colour. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  /** What is wrong, or lost. */
  readonly bad: (text: string) => string;
  /** What changes, or may be wrong. */
  readonly caution: (text: string) => string;
  /** What is new, or fine. */
  readonly good: (text: string) => string;
  /** A line to be run. */
  readonly command: (text: string) => string;
}

const asItIs = (text: string) => text;

/** Of files, comments and everything that is not a terminal. */
export const unstyled: Style = {
  strong: asItIs,
  faint: asItIs,
  bad: asItIs,
  caution: asItIs,
  good: asItIs,
  command: asItIs,
};

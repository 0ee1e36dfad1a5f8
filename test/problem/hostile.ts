/** What a vendor could say to take over a terminal or a runner of GitHub Actions. */
export const hostile = [
  "::add-mask::fly",
  "fine\n::add-mask::fly",
  "fine\r\n  ::error file=a::no",
  "fine\r::stop-commands::x",
  "##[error]no",
  "fine ##[add-mask]fly",
  "fine\n##[group]x",
  "\u001b[2J\u001b[1;1H",
  "\u009b2J",
  "\u001b]8;;https://example.com\u0007click\u001b]8;;\u0007",
  "bell\u0007 back\b\b\b null\u0000 delete\u007f",
  "\u202egnp.exe",
  "a\u2028::error::b",
  "\u200b::error::b",
] as const;

/** What is left of such words in a text that is printed; none in one that is inert. */
export function hazardsIn(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const found = text.matchAll(/^\s*::.*|##\[|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u202e]/gm);
  return [...found].map(([one]) => JSON.stringify(one));
}

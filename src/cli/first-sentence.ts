/** What a list shows of a description: as far as its first sentence goes, or what a colon explains. */
export function firstSentence(text: string): string {
  return (text.split(/(?<=[.?!]) |: /)[0] ?? "").replace(/\.?$/, ".");
}

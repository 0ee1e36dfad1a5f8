/** The label closest to a text: lower case, every other character a dash, none at the ends, and at most `most` characters. */
export function nearestLabel(text: string, most: number): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, most)
    .replace(/^-+|-+$/g, "");
}

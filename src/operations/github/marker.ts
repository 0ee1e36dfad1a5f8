/** What GitHub takes of a comment and of an issue: "body is too long (maximum is 65536 characters)". */
const maxBody = 65_536;

/** Characters of a body that are left for its text, whatever the stack's name, of which Pulumi takes 100 (docs, Stacks). */
export const BODY_ROOM = maxBody - 512;

/** What a text of ours is about. */
export type MarkerKind = "preview" | "drift" | "review";

/** The first line of a text that is found again, invisible on the page, such as `<!-- parity:preview stack=staging -->`. */
export function markerOf(kind: MarkerKind, fields: Readonly<Record<string, string>>): string {
  const words = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return `<!-- ${[`parity:${kind}`, ...words].join(" ")} -->`;
}

/** The fields of the marker that a body starts with; `undefined` when it starts with none of this kind. */
export function readMarker(kind: MarkerKind, body: string): Readonly<Record<string, string>> | undefined {
  const [first = ""] = body.split(/\r?\n/, 1);
  const words = /^<!-- (.*) -->$/.exec(first.trim())?.[1]?.split(" ");
  if (words?.shift() !== `parity:${kind}`) return undefined;
  return Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]));
}

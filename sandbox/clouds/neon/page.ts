import { Refusal } from "./errors.ts";

interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; `undefined` when this one is empty. */
  readonly cursor: string | undefined;
  readonly isLast: boolean;
}

/**
 * `limit` items of an ordered list after a cursor. The cursor holds the key of the last item given, so that a list that
 * changes between two pages neither repeats nor skips. Throws 400 for a cursor this function did not make.
 */
export function takePage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  isAfter: (item: T, key: string) => boolean,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Page<T> {
  const key = cursor === undefined ? undefined : decodeCursor(cursor);
  const rest = key === undefined ? items : items.filter((item) => isAfter(item, key));
  const taken = rest.slice(0, limit);
  const last = taken.at(-1);
  return { items: taken, cursor: last && encodeCursor(keyOf(last)), isLast: taken.length === rest.length };
}

function encodeCursor(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString();
  // guess: the status and the text
  if (key === "" || encodeCursor(key) !== cursor) throw new Refusal(400, "invalid cursor");
  return key;
}

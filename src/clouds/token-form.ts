/** A header takes nothing else than visible ASCII; a token that was copied out of a terminal may bring line breaks along. */
export function isWellFormedToken(token: string): boolean {
  return /^[\x20-\x7e]+$/.test(token);
}

/** What is wrong with one that is not, after a name for it. */
export const MALFORMED_TOKEN = "holds a line break or another character that no token has";

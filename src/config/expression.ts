/** A piece of a string in the config: known text, or the path inside `${…}`. */
export type Piece = { readonly text: string } | { readonly reference: string };

export interface BadExpression {
  readonly what: string;
  readonly fix: string;
}

/**
 * Splits `plyr-${environment.alias}` into its pieces. `$${` stands for a plain `${`. A reference is a dotted path of
 * letters, digits, `_` and `-`.
 */
export function parseExpression(source: string): Piece[] | BadExpression {
  const pieces: Piece[] = [];
  let text = "";
  let at = 0;
  while (at < source.length) {
    if (source.startsWith("$${", at)) {
      text += "${";
      at += 3;
    } else if (source.startsWith("${", at)) {
      const end = source.indexOf("}", at);
      if (end < 0)
        return { what: `"${source}" has a \${ without its }.`, fix: "close it, or write $${ for the text ${" };
      const reference = source.slice(at + 2, end).trim();
      if (!/^[A-Za-z_][\w-]*(\.[\w-]+)*$/.test(reference)) {
        return {
          what: `\${${reference}} is not a reference.`,
          fix: "write a dotted path such as ${apps.api.url}, or $${ for the text ${",
        };
      }
      if (text !== "") pieces.push({ text });
      text = "";
      pieces.push({ reference });
      at = end + 1;
    } else {
      text += source[at];
      at += 1;
    }
  }
  if (text !== "" || pieces.length === 0) pieces.push({ text });
  return pieces;
}

declare const made: unique symbol;

/** A line that a person is told to run: whole, for a POSIX shell. Only `line` makes one. */
export type CommandLine = string & { readonly [made]: true };

/**
 * Writes a line that a person is told to run, such as line`pulumi up --stack ${stack}`. A value that a shell would not leave as
 * it is, such as a URN, is quoted; a list is several words. The text between the values is the line's shape: a test holds each
 * shape that stands in `src` against those that a test has run (test/problem/command-line.test.ts).
 */
export function line(
  shape: TemplateStringsArray,
  ...values: readonly (string | number | readonly (string | number)[])[]
): CommandLine {
  const words = values.map((value) => [value].flat().map(quote).join(" "));
  return String.raw({ raw: shape }, ...words) as CommandLine;
}

function quote(value: string | number): string {
  const word = String(value);
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

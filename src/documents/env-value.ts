/**
 * A value as `.env` files hold it, or `undefined` for one that none holds whole. Readers agree on bare words, single
 * quotes, and double quotes without `"` and `\` in them (node:util parseEnv, dotenv, python-dotenv). What is left needs
 * back quotes, which Node and dotenv know and python-dotenv does not.
 */
export function quoteEnvValue(value: string): string | undefined {
  // parseEnv drops carriage returns before it looks at quotes.
  if (/[\0\r]/.test(value)) return undefined;
  if (/^[\w./:@%+,=-]*$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  if (!/["\\]/.test(value)) return `"${value}"`;
  return value.includes("`") ? undefined : `\`${value}\``;
}

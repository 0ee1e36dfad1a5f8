/**
 * The options of `runtime:` in Pulumi.yaml that say how node is started, with the official host's defaults and refusals
 * (pulumi-language-nodejs main.go, parseOptions).
 * @param {Record<string, unknown>} options
 * @returns {{ typescript: boolean, tsconfig?: string, nodeargs: string[] }}
 */
export function readOptions(options) {
  const { typescript = true, tsconfig, nodeargs = "" } = options;
  if (typeof typescript !== "boolean") throw new Error("typescript option must be a boolean");
  if (tsconfig !== undefined && typeof tsconfig !== "string") throw new Error("tsconfigpath option must be a string");
  if (typeof nodeargs !== "string") throw new Error("nodeargs option must be a string");
  return { typescript, ...(tsconfig && { tsconfig }), nodeargs: splitWords(nodeargs) };
}

/** Words as a shell splits them, with single quotes, double quotes and backslashes, and without expansion. */
export function splitWords(text) {
  const words = [];
  let word;
  for (const [part, single, double, escaped, space] of text.matchAll(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|(\s+)|[^\s'"\\]+|./gs,
  )) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + (single ?? double?.replace(/\\(["\\])/g, "$1") ?? escaped ?? part);
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The way to a value inside a file or an object: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** `apps.api.secrets.DATABASE_URL`, with `["odd.key"]` where a key has a dot in it, `[0]` for list items. */
export function renderPath(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[^.[\]"]+$/.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

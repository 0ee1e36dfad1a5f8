/**
 * One segment of a path, encoded as Go's `url.PathEscape` does it: `/` and a space are, `:` and `@` are not. An
 * environment may have any name.
 */
export function segment(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll(/%(24|26|2B|3A|3D|40)/g, decodeURIComponent);
}

/** The way to a nested value: keys of maps and indexes of lists. */
export type PropertyPath = readonly (string | number)[];

/** Writes a path as the engine does: `values.KEY`, `values["odd key"]`, `list[0]`. */
export function formatPath(path: PropertyPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z0-9_]+$/.test(part)) return `["${part.replaceAll('"', '\\"')}"]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/**
 * Reads a path as the engine writes it (pulumi/pulumi sdk/go/common/resource/properties_path.go). A `*` stands for any
 * key or index.
 */
export function parsePath(text: string): PropertyPath {
  const parts = text.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\*|\d+)\]|\.?([^.[]+)/g);
  return [...parts].map(([, quoted, index, name]) => {
    if (quoted !== undefined) return quoted.replaceAll('\\"', '"');
    if (index !== undefined) return index === "*" ? "*" : Number(index);
    return name ?? "";
  });
}

/** True when `path` is at `pattern` or below it. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === path[index]);
}

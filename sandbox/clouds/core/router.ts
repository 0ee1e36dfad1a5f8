import type { CloudRequest, Method, Operation } from "./cloud.ts";

export interface Match<S> {
  readonly operation: Operation<S>;
  readonly params: Record<string, string>;
}

/**
 * Finds the operation for a raw path. Segments are split before they are decoded, so `%2F` stays inside its segment. A last one such as
 * `:key*` is all that is left of the path, slashes and all.
 */
export function findOperation<S>(
  operations: readonly Operation<S>[],
  method: string,
  rawPath: string,
  content: { readonly query: URLSearchParams; readonly body: unknown },
): Match<S> | undefined {
  const segments = rawPath.split("/");
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const params = matchSegments(operation.path.split("/"), segments);
    if (params && (operation.selects?.(content) ?? true)) return { operation, params };
  }
  return undefined;
}

function matchSegments(pattern: string[], given: string[]): Record<string, string> | undefined {
  const last = pattern.length - 1;
  const takesRest = pattern[last]?.endsWith("*");
  const segments = takesRest ? [...given.slice(0, last), given.slice(last).join("/")] : given;
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? "";
    if (part.startsWith(":")) {
      if (segment === "") return undefined;
      params[part.slice(1).replace("*", "")] = decodeURIComponent(segment);
    } else if (part !== segment) return undefined;
  }
  return params;
}

/** A path parameter that the operation's own path declares. */
export function param({ params }: Pick<CloudRequest<unknown>, "params">, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`the path of this operation has no :${name}`);
  return value;
}

/** The served route that shares the most leading segments with the path: what the caller probably meant. */
export function nearestRoute<S>(operations: readonly Operation<S>[], method: string, rawPath: string): string {
  const segments = rawPath.split("/");
  let best = { score: -1, route: "none" };
  for (const { method: served, path } of operations) {
    const pattern = path.split("/");
    let same = 0;
    while (same < pattern.length && (pattern[same] === segments[same] || pattern[same]?.startsWith(":"))) same++;
    const score = same * 4 - Math.abs(pattern.length - segments.length) + (served === (method as Method) ? 1 : 0);
    if (score > best.score) best = { score, route: `${served} ${path}` };
  }
  return best.route;
}

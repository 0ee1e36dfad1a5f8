/** A JSON object of an OpenAPI document: an operation, a response, a schema. */
export type Node = { readonly [key: string]: unknown };

/** A node and the keys that lead to the place it really stands at, with every `$ref` on the way followed. */
export interface Place {
  readonly node: Node;
  readonly keys: readonly string[];
}

/** Walks to a place in the document; `undefined` when nothing stands there. Throws on a `$ref` that leads nowhere. */
export function follow(document: Node, keys: readonly string[]): Place | undefined {
  let place: Place = { node: document, keys: [] };
  for (const key of keys) {
    const next = place.node[key];
    if (next === null || typeof next !== "object") return undefined;
    place = resolve(document, { node: next as Node, keys: [...place.keys, key] });
  }
  return place;
}

function resolve(document: Node, place: Place): Place {
  const ref = place.node["$ref"];
  if (typeof ref !== "string") return place;
  const target = follow(document, ref.slice("#/".length).split("/").map(fromToken));
  if (!target) throw new Error(`${ref} leads nowhere in the document`);
  return target;
}

/** The template that serves a path; of several, the one with the most literal text, as OpenAPI prescribes. */
export function findTemplate(document: Node, method: string, path: string): string | undefined {
  const literal = (template: string) => template.replaceAll(/\{[^}]*\}/g, "").length;
  return Object.entries(document["paths"] as Record<string, Node>)
    .filter(([template, item]) => item[method.toLowerCase()] && fitsTemplate(template, path))
    .map(([template]) => template)
    .sort((a, b) => literal(b) - literal(a))[0];
}

/** Whether a path, with its segments still percent-encoded, is one that the template describes. */
export function fitsTemplate(template: string, path: string): boolean {
  const parts = template.split(/\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`).test(path);
}

/** The path of the document's first server, without a trailing slash. */
export function serverPath(document: Node): string {
  const [server] = (document["servers"] as { url: string }[] | undefined) ?? [];
  return server ? new URL(server.url, "http://relative").pathname.replace(/\/$/, "") : "";
}

/** RFC 6901: `~` and `/` inside a key are escaped. */
export function toPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function fromToken(token: string): string {
  return decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
}

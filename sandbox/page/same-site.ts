import type { IncomingHttpHeaders } from "node:http";

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Why a request is not answered, or `undefined`. A site in the same browser can send requests to 127.0.0.1: by a name of its own that
 * resolves to it, which the Host shows, or from its own pages, which Origin and Sec-Fetch-Site show (fetch.spec.whatwg.org, w3c fetch-metadata).
 * @param port of this server
 */
export function whyRefused(method: string, headers: IncomingHttpHeaders, port: number): string | undefined {
  const host = headers.host ?? "";
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) return "this page is served to this machine only";
  const origin = headers.origin;
  if (origin !== undefined && origin !== `http://${host}`) return "another site asks";
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return "another site asks";
  if (!changing.has(method)) return undefined;
  if (origin === undefined) return "what changes something comes from the page itself";
  return /^application\/json(;|$)/.test(headers["content-type"] ?? "") ? undefined : "a change is sent as JSON";
}

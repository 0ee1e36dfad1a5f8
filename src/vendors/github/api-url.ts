import { Problem } from "../../problem/problem.ts";
import type { Service } from "../service.ts";

export const githubService = {
  vendor: "GitHub",
  statusPage: "https://www.githubstatus.com",
  addresses: ["GITHUB_BASE_URL", "GITHUB_API_URL"],
} as const satisfies Service;

/**
 * Where GitHub's REST API is, without a trailing slash: of `GITHUB_BASE_URL`, the variable of the github provider; else
 * `GITHUB_API_URL`, which Actions sets; else github.com's. Throws a Problem when a variable holds something else.
 */
export function readApiUrl(env: NodeJS.ProcessEnv): string {
  if (env["GITHUB_BASE_URL"]) return fromBaseUrl(parseUrl("GITHUB_BASE_URL", env["GITHUB_BASE_URL"]));
  if (env["GITHUB_API_URL"]) return trimmed(parseUrl("GITHUB_API_URL", env["GITHUB_API_URL"]));
  return "https://api.github.com";
}

/** As the provider takes it: any host but github.com and *.ghe.com is an Enterprise Server, which serves under `/api/v3`. */
function fromBaseUrl(url: URL): string {
  const { hostname } = url;
  if (/(^|\.)(github\.com|ghe\.com)$/.test(hostname)) {
    return `https://${hostname.startsWith("api.") ? hostname : `api.${hostname}`}`;
  }
  const base = trimmed(url);
  return base.endsWith("/api/v3") ? base : `${base}/api/v3`;
}

function parseUrl(variable: string, text: string): URL {
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text);
  throw new Problem({
    code: "github-address",
    what: `"${text}" in ${variable} is not an address.`,
    fix: "unset it, or write one such as https://github.example.com/",
  });
}

function trimmed(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

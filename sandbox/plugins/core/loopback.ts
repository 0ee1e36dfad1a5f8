import { Problem } from "../../../src/problem/problem.ts";

/** What to say when a stub is pointed elsewhere. */
export interface Vendor {
  /** Such as `Cloudflare`. */
  readonly name: string;
  /** The environment variable that holds the base URL. */
  readonly variable: string;
}

/**
 * The base URL with a final slash.
 * @throws Error when there is none, or when it leads to another machine: a stub must not reach the real cloud, where
 * it would act with a real token.
 */
export function requireLoopback(baseUrl: string | undefined, vendor: Vendor): string {
  const host = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl).hostname : undefined;
  if (baseUrl === undefined || host === undefined || !["127.0.0.1", "localhost", "[::1]"].includes(host)) {
    throw new Problem({
      code: "not-loopback",
      what:
        `The sandbox's stub for the ${vendor.name} plugin was pointed at ${baseUrl ?? "nothing"}. It speaks to ` +
        "127.0.0.1 only, so that it never changes anything real.",
      fix:
        `set ${vendor.variable} to the sandbox's address, or take the stub out of PULUMI_HOME/plugins: ` +
        "the engine then gets the real plugin",
    });
  }
  return baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
}

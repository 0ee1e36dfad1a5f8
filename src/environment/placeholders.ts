import { Problem } from "../problem/problem.ts";
import { cloudflareApi, cloudflareService } from "../vendors/cloudflare/api-token.ts";
import { flyHosts, flyService } from "../vendors/fly/hosts.ts";
import { githubService, readApiUrl } from "../vendors/github/api-url.ts";
import { neonApi, neonService } from "../vendors/neon/api-key.ts";

type Env = NodeJS.ProcessEnv;

interface Vendor {
  readonly name: string;
  /** First words of the paths whose values go to it. */
  readonly roots: readonly string[];
  /** Whether its own host would be called, and not another that somebody has named. */
  readonly isReal: (env: Env) => boolean;
}

const isUnset = (variable: string, url: string, env: Env) => (env[variable] ?? url) === url;

const vendors: readonly Vendor[] = [
  {
    name: flyService.vendor,
    roots: ["fly"],
    isReal: (env) => isUnset(flyHosts.machines.variable, flyHosts.machines.url, env),
  },
  { name: neonService.vendor, roots: ["neon"], isReal: (env) => isUnset(neonApi.variable, neonApi.url, env) },
  {
    name: cloudflareService.vendor,
    roots: ["cloudflare"],
    isReal: (env) => isUnset(cloudflareApi.variable, cloudflareApi.url, env),
  },
  {
    name: githubService.vendor,
    roots: ["deploy", "repository"],
    isReal: (env) => /^https:\/\/api\.github\.com$/.test(readApiUrl(env)),
  },
];

/**
 * One problem for each value that the config calls a placeholder and that would go to a vendor's own host: there it would be
 * somebody else's account, organization or person. A value of no vendor in particular goes to none of them.
 * @param placeholders what to write, by path
 */
export function checkPlaceholders(placeholders: Readonly<Record<string, string>>, env: Env): Problem[] {
  return Object.entries(placeholders).flatMap(([path, write]) => {
    const [root = ""] = path.split(".");
    const own = vendors.filter(({ roots }) => roots.includes(root));
    const real = (own.length > 0 ? own : vendors).find(({ isReal }) => isReal(env));
    if (!real) return [];
    return [
      new Problem({
        code: "placeholder",
        where: { path: path.split(".") },
        what: `${path} is a placeholder, and would be sent to ${real.name}.`,
        fix: `write ${write}, and remove its line from "placeholders"`,
      }),
    ];
  });
}

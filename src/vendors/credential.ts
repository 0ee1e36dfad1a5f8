import { Problem } from "../problem/problem.ts";

/** What lets this project in at a vendor. */
export interface Credential {
  readonly vendor: "Fly" | "Neon" | "Cloudflare" | "GitHub";
  /** What it is called, such as `API token`. */
  readonly noun: string;
  /** Environment variables that hold it. The first that is not empty wins, as in the vendor's own tool. */
  readonly variables: readonly [string, ...string[]];
  /** The one of `variables` that a person is asked to set: the one of the vendor's documents. */
  readonly variable: string;
  /** Keys of the Pulumi config that may hold it in place of a variable: all of them, because each plugin reads its own. */
  readonly settings: readonly string[];
  /** Where a person makes one, and what it must be allowed to do. */
  readonly source: string;
}

/** The value of the first variable that is not empty: a missing secret of GitHub Actions leaves an empty one. */
export function firstSet(variables: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  return variables.map((variable) => env[variable]).find((value) => value);
}

/** A header takes nothing else than visible ASCII; a token that was copied out of a terminal may bring line breaks along. */
export function isWellFormedToken(token: string): boolean {
  return /^[\x20-\x7e]+$/.test(token);
}

/** The token without white space around it. Throws a Problem, which never shows it, when there is none or it cannot be sent. */
export function requireToken(credential: Credential, given: string | undefined): string {
  const { vendor, noun, variables, variable, settings, source } = credential;
  const token = given?.trim();
  if (token && isWellFormedToken(token)) return token;
  const orSetting = settings.length === 0 ? "" : `, or ${settings.join(" and ")} in the config`;
  if (token) {
    throw new Problem({
      code: "malformed-credential",
      what: `The ${vendor} ${noun} holds a line break or another character that no token has.`,
      fix: `set ${variables.join(" or ")}${orSetting}, again, in one line`,
    });
  }
  throw new Problem({
    code: "missing-credential",
    what: `No ${vendor} ${noun} is set.`,
    fix: `set ${variable}${orSetting}; make one at: ${source}`,
  });
}

/** What to do about a credential that the vendor refused. Names every variable, because the first one that is set wins. */
export function renewal({ variables, vendor, noun }: Credential, need: string): string {
  return `set ${variables.join(" or, where that is not set, ")} to a live ${vendor} ${noun} ${need}`;
}

import { isWellFormedToken, MALFORMED_TOKEN } from "../token-form.ts";

/**
 * The token that speaks to GitHub, in the order of the gh tool: `GH_TOKEN`, else `GITHUB_TOKEN`. Throws an Error when
 * neither is set, or it is no token; a variable that is empty, as Actions leaves that of a missing secret, is not set.
 */
export function readGithubToken(env: NodeJS.ProcessEnv): string {
  const variable = env["GH_TOKEN"] ? "GH_TOKEN" : "GITHUB_TOKEN";
  const token = env[variable]?.trim();
  if (token && isWellFormedToken(token)) return token;
  if (token) throw new Error(`The token in ${variable} ${MALFORMED_TOKEN}.\n  Fix: set it again, in one line`);
  throw new Error(
    "There is no token for GitHub: neither GH_TOKEN nor GITHUB_TOKEN is set.\n" +
      '  Fix: in a workflow, set GH_TOKEN: ${{ github.token }} in "env"; elsewhere, GH_TOKEN=$(gh auth token)',
  );
}

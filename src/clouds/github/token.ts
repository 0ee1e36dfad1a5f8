/**
 * The token that speaks to GitHub, in the order of the gh tool: `GH_TOKEN`, else `GITHUB_TOKEN`. Throws an Error when
 * neither is set; a variable that is empty, as Actions leaves that of a missing secret, is not set.
 */
export function readGithubToken(env: NodeJS.ProcessEnv): string {
  const token = (env["GH_TOKEN"] || env["GITHUB_TOKEN"])?.trim();
  if (token) return token;
  throw new Error(
    "There is no token for GitHub: neither GH_TOKEN nor GITHUB_TOKEN is set.\n" +
      '  Fix: in a workflow, set GH_TOKEN: ${{ github.token }} in "env"; elsewhere, GH_TOKEN=$(gh auth token)',
  );
}

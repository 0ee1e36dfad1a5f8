/** Calls of GitHub's API that are deliberately not served. */
export const declined = [
  { call: "* /api/graphql", reason: "the calls of the program and of the provider are all REST" },
  { call: "* /orgs/{org}/actions/secrets, /actions/variables, /teams", reason: "the seeded owners are user accounts" },
  { call: "* /repos/{owner}/{repo}/contents, /git, /branches", reason: "repositories have no content here" },
  { call: "* /repos/{owner}/{repo}/actions/runs, /workflows", reason: "no workflow is run here" },
  { call: "DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}", reason: "artifacts expire" },
  {
    call: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}, * …/reviews",
    reason: "a pull request is there to be labelled, commented and merged; the first two are calls on its issue",
  },
  { call: "PATCH /repos/{owner}/{repo}/labels/{name}", reason: "nothing renames a label" },
  { call: "DELETE /repos/{owner}/{repo}/deployments/{deployment_id}", reason: "a deployment is ended by a status" },
  {
    call: "* /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
    reason: "custom protection rules need a GitHub App",
  },
] as const;

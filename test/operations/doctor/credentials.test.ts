import { expect, test } from "vitest";
import { detailsOf, serve, setUp } from "./set-up.ts";

const flyTold = (told: object) => ({ status: 200, body: { tokens: [{ org_slug: "acme", ...told }] } });

test.each([
  ["of some apps", flyTold({ apps: ["acme-api-staging"] }), "is for acme-api-staging alone, and makes no app"],
  ["of one machine", flyTold({ restricted_to_machine: "6e82933" }), "is for machine 6e82933 alone"],
  ["of no organization", { status: 200, body: { tokens: null } }, "does not reach the organization acme"],
])("a Fly token %s is not enough", async (_, answer, words) => {
  const it = await setUp();
  it.env["FLY_FLAPS_BASE_URL"] = await serve(answer);
  const { findings } = await it.examine("staging");
  expect(detailsOf(findings)["FLY_API_TOKEN"]).toContain(words);
});

test.each([
  ["gist, read:org", "has gist, read:org, and lacks the scope repo", "problem"],
  ["repo, workflow", "sees acme/acme; has repo, workflow; it has no end", "ok"],
])("a classic token of GitHub with the scopes %s is told with them", async (scopes, words, state) => {
  const it = await setUp();
  const answer = { status: 200, headers: { "x-oauth-scopes": scopes, "content-type": "application/json" } };
  const body = { id: 1, resources: {} };
  it.env["GITHUB_BASE_URL"] = `${await serve({ ...answer, body }, { ...answer, body })}/`;
  const { findings } = await it.examine("staging");
  const found = findings.find(({ what }) => what === "GITHUB_TOKEN");
  expect(found?.detail).toContain(words);
  expect(found?.state).toBe(state);
});

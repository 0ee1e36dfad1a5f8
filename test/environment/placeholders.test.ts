import { expect, test } from "vitest";
import { Project } from "../../src/components/project.ts";
import { checkPlaceholders } from "../../src/environment/placeholders.ts";
import { resolveAcme, shortly } from "../config/acme.ts";
import { blueprintsOf, systemNames } from "../documents/systems.ts";

const all = {
  "neon.organization": "the id",
  "cloudflare.account": "the id",
  "deploy.reviewers": "the number",
  "fly.organization": "the slug",
};
const elsewhere = {
  FLY_FLAPS_BASE_URL: "http://127.0.0.1:1",
  NEON_API_HOST: "http://127.0.0.1:2",
  CLOUDFLARE_BASE_URL: "http://127.0.0.1:3",
  GITHUB_BASE_URL: "http://127.0.0.1:4/",
};
const refused = (env: NodeJS.ProcessEnv) => checkPlaceholders(all, env).map(({ path }) => path.join("."));

test("each placeholder is refused that would go to its vendor's own host, with what to write", () => {
  expect(refused({})).toEqual(Object.keys(all));
  const [neon] = checkPlaceholders(all, {});
  expect(neon).toMatchObject({
    code: "placeholder",
    what: "neon.organization is a placeholder, and would be sent to Neon.",
  });
  expect(neon?.fix).toBe('write the id, and remove its line from "placeholders"');
});

test("none is refused where every vendor is at another host, and one whose vendor is not", () => {
  expect(refused(elsewhere)).toEqual([]);
  expect(refused({ ...elsewhere, NEON_API_HOST: undefined })).toEqual(["neon.organization"]);
  expect(refused({ ...elsewhere, CLOUDFLARE_BASE_URL: "https://api.cloudflare.com/client/v4" })).toEqual([
    "cloudflare.account",
  ]);
});

test("GitHub is its own host in a workflow run, which says its address", () => {
  const { GITHUB_BASE_URL: _, ...others } = elsewhere;
  expect(refused({ ...others, GITHUB_API_URL: "https://api.github.com" })).toEqual(["deploy.reviewers"]);
});

test("a placeholder where there is nothing is a problem", () => {
  const { problems } = resolveAcme("staging", {}, { placeholders: { "cloudflare.acount": "the id" } });
  expect(shortly({ problems })).toEqual([
    'system placeholders["cloudflare.acount"] [stale-placeholder] There is nothing at "cloudflare.acount" that could be a placeholder. → remove the line',
  ]);
});

test.each(systemNames)("%s: what nobody but the product's owner has is a placeholder", (system) => {
  const folder = system === "plyr" ? "." : `systems/${system}`;
  const { resolutions } = new Project(folder).resolve();
  for (const [stack, blueprint] of blueprintsOf(system)) {
    const marked = Object.keys(resolutions.get(stack)?.placeholders ?? {});
    const invented = {
      "neon.organization": blueprint.neon?.organization,
      "cloudflare.account": blueprint.cloudflare?.account,
      "deploy.reviewers": blueprint.pipeline?.reviewers,
    };
    for (const [path, value] of Object.entries(invented)) {
      if (value !== undefined) expect([stack, marked]).toEqual([stack, expect.arrayContaining([path])]);
    }
  }
});

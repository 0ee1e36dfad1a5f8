import { cpSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Project } from "../../src/components/project.ts";
import { renderDocuments } from "../../src/documents/render.ts";
import { renderProblems } from "../../src/problem/text.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const deploy = "    tier: staging\n    deploy: { on: { manual: true } }\n";
const files = "    apps: { api: { config: fly.canary.toml } }\n";
/** Where the product has a Pages project: its one preview slot is staging's, so the newcomer has a project of its own. */
const site = (name: string) => `    sites: { web: { project: ${name}-canary, shared: null } }
    differs: { sites.web: the preview slot of the shared project is staging's }\n`;

test.each([
  ["plyr", ".", deploy + files + site("plyr")],
  ["relay", "systems/relay", deploy + files + site("relay")],
  ["live-listen", "systems/live-listen", deploy],
  ["microbima", "systems/microbima", deploy],
  ["reify-studio", "systems/reify-studio", deploy],
])("%s gets a fourth environment by one new stack file", (name, folder, text) => {
  const copy = mkdtempSync(join(tmpdir(), "parity-fourth-"));
  for (const file of readdirSync(join(repository, folder)).filter((one) => /^Pulumi.*\.yaml$/.test(one))) {
    cpSync(join(repository, folder, file), join(copy, file));
  }
  writeFileSync(join(copy, "Pulumi.canary.yaml"), `config:\n  ${name}:environment:\n${text}`);
  const { blueprints, problems } = new Project(copy).resolve();
  const errors = (problems.get("canary") ?? []).filter(({ severity }) => severity === "error");
  expect(renderProblems(errors)).toBe("");
  const canary = blueprints.get("canary");
  expect(canary?.apps.every((app) => app.ownership.in !== "stack" || app.name.includes("canary"))).toBe(true);
  const paths = renderDocuments(blueprints).map(({ path }) => path);
  expect(paths).toContain(".github/workflows/deploy-canary.yml");
});

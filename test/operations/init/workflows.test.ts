import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readWorkflows } from "../../../src/operations/init/workflows.ts";
import { folderWith } from "../../cli/command.ts";

/** What is read of a repository with these workflows. */
function read(files: Readonly<Record<string, string>>) {
  const folder = folderWith({});
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, ".github/workflows", name), text);
  return readWorkflows(folder);
}

const deploy = (on: string, words = "flyctl deploy --remote-only") =>
  `on: ${on}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${words}\n`;

describe("a workflow that deploys with flyctl says when", () => {
  test.each<[string, string, object]>([
    ["a pushed branch", deploy("{ push: { branches: [main] } }"), { production: { push: { branches: ["main"] } } }],
    ["a pushed tag", deploy('{ push: { tags: ["v*"] } }'), { production: { push: { tags: ["v*"] } } }],
    ["a release", deploy("{ release: { types: [published] } }"), { production: { release: {} } }],
    ["a list of events", deploy("[release, workflow_dispatch]"), { production: { release: {} } }],
    [
      "staging, by the file that it names",
      deploy("{ push: { branches: [develop] } }", "fly deploy -c fly.staging.toml"),
      { staging: { push: { branches: ["develop"] } } },
    ],
    ["nothing by hand alone", deploy("workflow_dispatch"), {}],
    ["nothing of every branch", deploy("push"), {}],
    ["nothing where it is not YAML", `${deploy("push")}\n  - [`, {}],
    ["nothing where it does not deploy", deploy("{ push: { branches: [main] } }", "npm test"), {}],
  ])("%s", (_, text, triggers) => {
    expect(read({ "deploy.yml": text }).triggers).toEqual(triggers);
  });

  test("of two environments each has its own", () => {
    const found = read({
      "deploy-staging.yml": deploy("{ push: { branches: [main] } }"),
      "deploy.yaml": deploy("{ release: {} }"),
    });
    expect(found.triggers).toEqual({ staging: { push: { branches: ["main"] } }, production: { release: {} } });
  });
});

test.each([
  ["npx wrangler pages deploy dist --project-name shop", { output: "dist", project: "shop" }],
  [
    'wrangler pages deploy "web/build" --branch=main --project-name=shop-web',
    { output: "web/build", project: "shop-web" },
  ],
  ["wrangler pages deploy --project-name shop", undefined],
])("the Pages project of %s", (words, site) => {
  expect(read({ "site.yml": deploy("push", words) }).site).toEqual(site);
});

test("a repository without workflows says nothing", () => {
  expect(readWorkflows(folderWith({}))).toEqual({ triggers: {} });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { destroyLabel } from "../../src/operations/preview/report.ts";
import { saidRefs } from "../../src/operations/setup-ci/compare-environment.ts";
import { readProducts } from "../../src/operations/setup-ci/products.ts";
import { checksOf, desiredSettings } from "../../src/operations/setup-ci/settings.ts";
import { environmentsOf, jobNamed, jobs, repository, secretsIn, workflowFiles } from "./read-workflows.ts";

const page = readFileSync(join(repository, "docs/ci.md"), "utf8");

/** First cells of the rows of each table under a heading, without their backticks. */
function tablesUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  const blocks = section.split(/\n(?! *\|)/).map((block) => block.split("\n").filter((line) => /^ *\|/.test(line)));
  return blocks.filter((rows) => rows.length > 2).map((rows) => rows.slice(2).map(firstCell));
}

function firstCell(row: string): string {
  return (row.split("|")[1] ?? "").trim().replaceAll("`", "");
}

describe("docs/ci.md", () => {
  test("has a row for each environment that a job names, and no other", () => {
    const named = [...jobs.values()].flatMap(environmentsOf);
    const [environments = []] = tablesUnder("Set up once");
    expect([...environments].sort()).toEqual([...new Set(named)].sort());
  });

  test("says of each environment, label and ruleset what parity setup-ci makes", () => {
    const plyr = readProducts(repository, ["."]);
    const settings = desiredSettings(plyr, {
      repository: "acme/infrastructure",
      branch: "main",
      approvals: 0,
      branches: new Map(),
    });
    const own = settings.filter((setting) => setting.repository === "acme/infrastructure");
    for (const setting of own) {
      if (setting.kind === "environment") {
        const approval = setting.approved ? "`--approvers`; who started a run cannot approve it" : "none";
        const refs =
          setting.refs.length === 0 ? "every ref (a pull request runs as `refs/pull/N/merge`)" : saidRefs(setting.refs);
        expect(page).toContain(`| \`${setting.name.replace("plyr", "<product>")}\` | ${refs} | ${approval} |`);
      }
      if (setting.kind === "ruleset") expect(page).toContain(`the ruleset \`${setting.fields.name}\``);
      if (setting.kind === "secret") expect(page).toContain(`| \`${setting.name}\` |`);
    }
    expect(own).toContainEqual(expect.objectContaining({ kind: "label", name: "parity: may destroy in plyr/staging" }));
    for (const check of plyr.flatMap(checksOf).slice(0, 1)) expect(page).toContain(`\`${check}\``);
    expect(plyr.flatMap(checksOf)).toContain("plyr / preview (staging)");
    expect(page).toContain("`plyr / preview (staging)`");
  });

  test("names the checks as GitHub does: the job that calls, and the one that is called", () => {
    expect(jobNamed("preview.yml/preview").name).toBe("${{ matrix.product }}");
    expect(jobNamed("parity-preview.yml/stacks").name).toBe("stacks");
    expect(jobNamed("parity-preview.yml/preview").name).toBe("preview (${{ matrix.stack }})");
  });

  test("has a row for each secret that a workflow takes, and no other", () => {
    const [secrets = []] = tablesUnder("Secrets and variables");
    expect([...secrets].sort()).toEqual(secretsIn(workflowFiles.map(({ workflow }) => workflow)));
  });

  test("has a row for each variable that a workflow takes, and no other", () => {
    const [, variables] = tablesUnder("Secrets and variables");
    const taken = workflowFiles.flatMap(({ text }) => [...text.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name));
    expect(variables).toEqual([...new Set(taken)]);
  });

  test("has a row for each exit code", () => {
    expect(tablesUnder("When it says no")).toEqual([["0", ...Object.values(exitCodes).map(String)]]);
  });

  test("has a row for each workflow of ours", () => {
    const linked = [...page.matchAll(/\(\.\.\/(\.github\/workflows\/[\w-]+\.yml)\)/g)].map(([, path]) => path);
    const ours = workflowFiles.map(({ path }) => path).filter((path) => !path.endsWith("/ci.yml"));
    expect(linked.sort()).toEqual(ours.sort());
  });

  test("names the label and the schedule as they are", () => {
    expect(page).toContain(destroyLabel({ project: "plyr", stack: "staging" }));
    expect(jobNamed("parity-preview.yml/preview").if).toContain("'parity: may destroy in '");
    expect(page).toContain("05:23 UTC every day");
  });
});

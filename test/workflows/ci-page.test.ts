import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { destroyLabel } from "../../src/operations/preview/report.ts";
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
    expect(tablesUnder("Set up once").flat().sort()).toEqual([...new Set(named)].sort());
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

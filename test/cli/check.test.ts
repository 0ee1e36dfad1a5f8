import { spawnSync } from "node:child_process";
import { expect, test, vi } from "vitest";
import { check, failed, renderReports } from "../../src/cli/check.ts";
import { runCheck } from "../../src/cli/run-check.ts";
import { acme, folderWith, run, wrong } from "./command.ts";

test("each stack is said to be fine or what is wrong with it, and the last line that nothing was changed", () => {
  const reports = check(folderWith(wrong));
  expect(failed(reports)).toBe(true);
  expect(renderReports(reports)).toMatch(
    /^dev: fine\n\nstaging:\n\nPulumi\.staging\.yaml:2 {2}acme:environment\.colour\n[\s\S]*\[unknown-key\]\n[\s\S]*\n\nNothing was changed\.$/,
  );
});

test("one stack is checked without the mistakes of another", () => {
  const project = folderWith(wrong);
  expect(failed(check(project, "dev"))).toBe(false);
  expect(failed(check(project, "staging"))).toBe(true);
});

test("one mistake in Pulumi.yaml is told once, with the stacks that it hits", () => {
  const text = renderReports(
    check(folderWith({ ...acme, "Pulumi.yaml": `${acme["Pulumi.yaml"]}      colour: red\n` })),
  );
  expect(text.match(/\[unknown-key\]/g)).toHaveLength(1);
  expect(text).toContain("In: dev, staging");
  expect(text).toMatch(/dev: 1 problem, told above\n\nstaging: 1 problem, told above\n\nNothing was changed\.$/);
});

test.each([
  ["a project without stacks", { "Pulumi.yaml": acme["Pulumi.yaml"] }, "[no-stacks]"],
  ["a file that only looks like a stack's", { ...acme, "Pulumi.eu.yml": "config: {}\n" }, "eu:\n\nPulumi.eu.yml\n"],
])("%s fails", (_, files, said) => {
  const reports = check(folderWith(files));
  expect(failed(reports)).toBe(true);
  expect(renderReports(reports)).toContain(said);
});

test("a stack that there is none of fails, and those there are are named", () => {
  const [report, ...more] = check(folderWith(acme), "stagin");
  expect(more).toEqual([]);
  expect(report?.problems).toMatchObject([
    { code: "no-such-stack", severity: "error", fix: "write Pulumi.stagin.yaml, or name one of: dev, staging" },
  ]);
});

test("what a document cannot say is found too, at the stack that it is of", () => {
  const tags = 'config:\n  acme:environment: { deploy: { on: { release: { tags: ["v*x"] } } } }\n';
  const system = `${acme["Pulumi.yaml"]}      repository: acme/acme\n`;
  const reports = check(folderWith({ ...acme, "Pulumi.yaml": system, "Pulumi.staging.yaml": tags }));
  expect(reports.map(({ stack, problems }) => [stack, problems.map(({ code }) => code)])).toEqual([
    ["dev", []],
    ["staging", ["uncheckable-pattern"]],
  ]);
});

test("values that only a person has are named, set or not, and never shown", () => {
  const system = `${acme["Pulumi.yaml"]}      fly: { organization: acme, region: iad }
      apps:
        api: { name: "acme\${environment.suffix}", port: 80, health: /, secrets: { ONE: "\${secrets.ONE}", TWO: "\${secrets.TWO}" } }
`;
  const stack =
    "config:\n  acme:environment: { deploy: { on: { manual: true } } }\n  acme:secrets:\n    ONE: { secure: canary }\n";
  const [report] = check(folderWith({ "Pulumi.yaml": system, "Pulumi.staging.yaml": stack }), "staging");
  expect(report?.secrets).toEqual([
    { name: "ONE", set: true },
    { name: "TWO", set: false },
  ]);
  expect(report?.problems.map(({ what }) => what)).toEqual([expect.stringContaining('"TWO"')]);
  expect(JSON.stringify(report)).not.toContain("canary");
});

test("what is kept is listed, and a value that therefore goes nowhere is told with the line to remove", () => {
  const system = `${acme["Pulumi.yaml"]}      fly: { organization: acme, region: iad }
      apps:
        api: { name: "acme\${environment.suffix}", port: 80, health: /, secrets: { ONE: "\${secrets.ONE}", TWO: "\${secrets.TWO}" } }
`;
  const stack =
    "config:\n  acme:environment: { deploy: { on: { manual: true } }, kept: [apps.api.secrets.ONE, apps.api.secrets.TWO] }\n" +
    "  acme:secrets:\n    ONE: { secure: canary }\n";
  const reports = check(folderWith({ "Pulumi.yaml": system, "Pulumi.staging.yaml": stack }), "staging");
  expect(failed(reports)).toBe(false);
  expect(reports[0]?.kept).toEqual(["apps.api.secrets.ONE", "apps.api.secrets.TWO"]);
  const text = renderReports(reports);
  expect(text).toContain("  kept as their vendors have them: apps.api.secrets.ONE, apps.api.secrets.TWO\n");
  expect(text.match(/goes nowhere/g)).toHaveLength(1);
  expect(text).toContain("Fix: to send it, remove apps.api.secrets.ONE from acme:environment → kept");
});

test.each([
  ["a config that is fine", acme, 0, ""],
  ["one that is wrong", wrong, 1, ""],
  ["no project", {}, 1, "There is no Pulumi.yaml in "],
])("the exit code of the command for %s", (_, files, code, said) => {
  const words = ["bin/start.mjs", "cli", "check", "--project", folderWith(files)];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect([status, stderr.slice(0, said.length)]).toEqual([code, said]);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("several products are checked by one command, each named before its answer, and one that is wrong fails it", async () => {
  vi.stubEnv("XDG_CACHE_HOME", folderWith({}));
  const [fine, bad] = [folderWith(acme), folderWith(wrong)];
  const { code, out } = await run(() => runCheck({ project: [fine, bad] }));
  expect(code).toBe(1);
  expect(out.split("\n\n").filter((line) => [fine, bad].includes(line))).toEqual([fine, bad]);
  const asked = await run(() => runCheck({ project: [fine, bad], json: true }));
  expect(JSON.parse(asked.out)).toEqual({ [fine]: [expect.anything(), expect.anything()], [bad]: expect.any(Array) });
  expect((await run(() => runCheck({ project: [fine] }))).code).toBe(0);
});

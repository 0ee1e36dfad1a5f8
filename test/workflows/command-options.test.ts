import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { jobs, repository } from "./read-workflows.ts";

/** Each command line of ours in the workflows: the command and the options it is given, whether always or at times. */
const lines = [...jobs].flatMap(([job, { steps }]) =>
  steps.flatMap(({ run = "" }) =>
    [...run.matchAll(/npx --no --prefix "\$FOLDER" parity (\w+)([^|>]*)/g)].map(([, command = "", rest = ""]) => ({
      job,
      command,
      options: [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option),
    })),
  ),
);

test("the workflows run check, preview, up and drift", () => {
  expect([...new Set(lines.map(({ command }) => command))].sort()).toEqual(["check", "drift", "preview", "up"]);
});

test.each(["check", "preview", "up", "drift"])("parity %s knows every option that a workflow gives it", (command) => {
  const help = execFileSync(process.execPath, ["bin/start.mjs", "cli", command, "--help"], {
    cwd: repository,
    encoding: "utf8",
  });
  const known = [...help.matchAll(/^ +(--[a-z-]+)/gm)].map(([, option]) => option);
  expect(known).toContain("--stack");
  for (const { job, options } of lines.filter((line) => line.command === command)) {
    expect({ job, unknown: options.filter((option) => !known.includes(option)) }).toEqual({ job, unknown: [] });
  }
});

import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { printFailure } from "../../src/cli/failure.ts";
import { line } from "../../src/problem/command-line.ts";
import { Problem } from "../../src/problem/problem.ts";
import { run } from "./command.ts";

const plan = new Problem({ code: "two-plans", what: "Two plans.", fix: "leave one out", commands: [line`parity up`] });
const folder = new Problem({ code: "no-such-folder", what: "No folder.", fix: "make it" });

async function print(thrown: unknown, json = false) {
  const { out, err } = await run(async () => {
    printFailure(thrown, json);
    return 1;
  });
  return { out, err };
}

describe("what ends a command", () => {
  test("is printed with all of its problems, without a stack trace, and nothing was changed", async () => {
    const { out, err } = await print(new AggregateError([plan, folder]));
    expect(out).toBe("");
    expect(err).toBe(
      "Two plans.  [two-plans]\n  Fix: leave one out\n  Run: parity up\n\n" +
        "No folder.  [no-such-folder]\n  Fix: make it\n\n2 problems\n\nNothing was changed.\n",
    );
  });

  test("is JSON where JSON was asked for", async () => {
    const { out, err } = await print(plan, true);
    expect(err).toBe("");
    expect(JSON.parse(out)).toEqual({
      problems: [
        { code: "two-plans", severity: "error", what: "Two plans.", fix: "leave one out", commands: [line`parity up`] },
      ],
    });
  });

  test("is a problem when the words of the command are wrong", async () => {
    const usage = new CommanderError(
      1,
      "commander.unknownOption",
      "error: unknown option '--stak'\n(Did you mean --stack?)",
    );
    expect((await print(usage)).err).toBe(
      "Unknown option '--stak'.  [wrong-usage]\n  Fix: Did you mean --stack?\n\n1 problem\n\nNothing was changed.\n",
    );
  });

  test("is a bug when it is anything else, with its stack and where to report it, also as JSON", async () => {
    const { out, err } = await print(new TypeError("x is not a function"), true);
    expect(out).toBe("");
    expect(err).toMatch(/^This is a bug in parity\. Report it.*\n\nTypeError: x is not a function\n +at /);
    expect(err).toMatch(/\n\nIt is not known whether anything was changed\.\n$/);
  });

  test("is not a bug when the system refuses, and may have come in the middle of a change", async () => {
    const refusal = Object.assign(new Error("EACCES: permission denied, open 'x'"), { syscall: "open" });
    const { err } = await print(refusal);
    expect(err).toMatch(/^The system refused: EACCES: permission denied, open 'x'\. {2}\[system-refused\]\n/);
    expect(err).toMatch(/\nIt is not known whether anything was changed\.\n$/);
  });

  test("is nothing more to print when it was the help, or the version", async () => {
    const help = [
      new CommanderError(0, "commander.helpDisplayed", "(outputHelp)"),
      new CommanderError(1, "commander.help", ""),
      new CommanderError(0, "commander.version", "0.2.0"),
    ];
    expect(await Promise.all(help.map((one) => print(one)))).toEqual(help.map(() => ({ out: "", err: "" })));
  });

  test("moves no cursor", async () => {
    const { err } = await print(new Problem({ code: "cloud-call", what: "Fly said \u001b[2J", fix: "wait" }));
    expect(err).toContain("Fly said \\u001b[2J");
  });
});

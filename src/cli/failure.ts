import { CommanderError } from "commander";
import { printableJson, printableLines } from "../problem/printable.ts";
import { Problem } from "../problem/problem.ts";
import { reasonOf } from "../problem/reason.ts";
import { renderProblems } from "../problem/text.ts";
import { styleOf } from "./style.ts";

/**
 * Prints what ended a command: its problems, as text or as JSON, or the bug that it is. A Problem is thrown before a command
 * changes anything: what goes wrong afterwards is in its result. Of any other error it is not known.
 */
export function printFailure(thrown: unknown, json: boolean): void {
  // Help and a version that are shown end a command too.
  if (thrown instanceof CommanderError && /^commander\.(help|version)/.test(thrown.code)) return;
  const problems = problemsIn(thrown);
  if (json && problems.length > 0) {
    process.stdout.write(`${printableJson({ problems })}\n`);
    return;
  }
  const style = styleOf(process.stderr);
  const text = problems.length > 0 ? renderProblems(problems, style) : printableLines(describeBug(thrown)).join("\n");
  const unknown = problems.length === 0 || isSystemError(thrown);
  const ending = unknown ? "It is not known whether anything was changed." : "Nothing was changed.";
  process.stderr.write(`${text}\n\n${ending}\n`);
}

/** None for a bug. */
function problemsIn(thrown: unknown): readonly Problem[] {
  if (thrown instanceof Problem) return [thrown];
  if (thrown instanceof AggregateError)
    return thrown.errors.every((one) => one instanceof Problem) ? thrown.errors : [];
  if (thrown instanceof CommanderError) return [wrongUsage(thrown)];
  return isSystemError(thrown) ? [systemRefused(thrown)] : [];
}

function wrongUsage({ message }: CommanderError): Problem {
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  return new Problem({
    code: "wrong-usage",
    what: `${what.slice(0, 1).toUpperCase()}${what.slice(1).replace(/\.$/, "")}.`,
    fix: suggestion?.replace(/^\((.*)\)$/, "$1") ?? "see what the command takes: --help",
  });
}

/** A full disk, a folder that is not ours. */
function systemRefused({ message }: Error): Problem {
  return new Problem({ code: "system-refused", what: `The system refused: ${message}.`, fix: "see what it names" });
}

function isSystemError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && "syscall" in thrown;
}

/** With its stack, for whoever mends it. */
function describeBug(thrown: unknown): string {
  const trace = thrown instanceof Error ? (thrown.stack ?? thrown.message) : reasonOf(thrown);
  return `This is a bug in parity. Report it, with the lines below, in the repository that parity comes from.\n\n${trace}`;
}

import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { firstSentence } from "../../src/cli/first-sentence.ts";
import { acme, folderWith } from "./command.ts";

const bin = resolve("bin/parity.mjs");
const parity = (folder: string, ...words: readonly string[]) =>
  execFileSync(process.execPath, [bin, ...words], { cwd: folder, encoding: "utf8" });

/** Bash's own words for what follows `parity` at a Tab. Its package bash-completion makes the words; here they are given. */
function completeInBash(folder: string, ...words: readonly string[]): string[] {
  const script = `
    parity() { '${process.execPath}' '${bin}' "$@"; }
    _get_comp_words_by_ref() { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur="\${COMP_WORDS[COMP_CWORD]}"; }
    compopt() { :; }
    source <(parity completion bash)
    COMP_WORDS=(parity "$@"); COMP_CWORD=$#
    __parity_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const answer = execFileSync("bash", ["-c", script, "bash", ...words], { cwd: folder, encoding: "utf8" });
  return answer.split("\n").filter((word) => word !== "");
}

describe("a shell completes", () => {
  test.each<[string, string[], string[]]>([
    ["commands", ["des"], ["destroy"]],
    ["commands of a command", ["secrets", "mis"], ["missing"]],
    ["options", ["up", "--st"], ["--stack"]],
    ["names of the stacks in this folder, after --stack", ["up", "--stack", ""], ["dev", "staging"]],
    ["names of the stacks where a stack is the word itself", ["compare", "st"], ["staging"]],
  ])("%s", (_, words, expected) => {
    expect(completeInBash(folderWith(acme), ...words)).toEqual(expected);
  });
});

test.each(["bash", "zsh", "fish", "powershell"])("there is a script for %s, which asks parity itself", (shell) => {
  expect(parity(folderWith({}), "completion", shell)).toMatch(/parity complete/);
});

test("another shell is refused with those that there are", () => {
  const refusal = () =>
    execFileSync(process.execPath, [bin, "completion", "tcsh"], { encoding: "utf8", stdio: "pipe" });
  expect(refusal).toThrow(/Allowed choices are zsh, bash, fish, powershell\. {2}\[wrong-usage\]/);
});

test.each([
  ["Brings a stack up, held to a plan. Exit code 1: it failed.", "Brings a stack up, held to a plan."],
  ["Whether all is there: node, engine. Writes nothing.", "Whether all is there."],
  ["Prints it", "Prints it."],
])("a list shows the beginning of a description: %s", (text, expected) => {
  expect(firstSentence(text)).toBe(expected);
});

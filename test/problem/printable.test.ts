import { expect, test } from "vitest";
import type { CommandLine } from "../../src/problem/command-line.ts";
import { printable, printableJson, printableLines } from "../../src/problem/printable.ts";
import { Problem } from "../../src/problem/problem.ts";
import { renderProblems } from "../../src/problem/text.ts";
import { hazardsIn, hostile } from "./hostile.ts";

test.each(hostile)("%j is inert as a line, as lines, in JSON and in every part of a problem", (words) => {
  expect(hazardsIn(words)).not.toEqual([]);
  const problem = new Problem({
    ...{
      code: "toy",
      what: words,
      why: words,
      fix: words,
      commands: [words as string as CommandLine],
      stacks: [words],
    },
    where: { file: words, path: [words] },
  });
  const written = [printable(words), ...printableLines(words), printableJson({ words }), problem.message];
  expect([...written, renderProblems([problem])].flatMap(hazardsIn)).toEqual([]);
  expect(JSON.parse(printableJson({ words }))).toEqual({ words });
});

test("a URN, a heading and a link stay as they are", () => {
  const text = "urn:pulumi:staging::plyr::a:b:C::name\n## staging: [log](https://example.com)";
  expect(printableLines(text).join("\n")).toBe(text);
});

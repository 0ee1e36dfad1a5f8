import { createTwoFilesPatch } from "diff";
import { Problem } from "../../problem/problem.ts";
import { type DocumentFile, isSomeones, writeDocument } from "../document-files.ts";

/** What differs, as a patch. */
export function showStale(files: readonly DocumentFile[]): string {
  return files
    .map(({ document, state, current }) => {
      const [before, after] = [state === "missing" ? "/dev/null" : `a/${document.path}`, `b/${document.path}`];
      return createTwoFilesPatch(before, after, current, document.text, state, "written");
    })
    .join("\n");
}

export function staleProblem(stale: readonly DocumentFile[], all: readonly DocumentFile[]): Problem {
  return new Problem({
    code: "stale-document",
    what: `${stale.length} of ${all.length} workflows ${stale.length === 1 ? "is" : "are"} not as the products say.`,
    fix: "write them again, by the same command without --check",
  });
}

/** What somebody else wrote stays: the problem names it. */
export function writeFiles(
  files: readonly DocumentFile[],
  root: string,
  force: boolean,
): { readonly written: readonly string[]; readonly problem: Problem | undefined } {
  const edited = force ? [] : files.filter(({ state }) => isSomeones(state));
  const written = files.filter((file) => file.state !== "fresh" && !edited.includes(file));
  for (const { document } of written) writeDocument(document, root);
  const said = edited.map(({ document, state }) =>
    state === "edited" ? `${document.path} was edited by hand.` : `${document.path} was not written by this program.`,
  );
  const problem = new Problem({
    code: "edited-document",
    what: said.join("\n  "),
    fix: "move what you have added to a workflow of its own and remove the file, or overwrite it with --force; --check shows the difference",
  });
  return { written: written.map(({ document }) => document.path), problem: edited.length > 0 ? problem : undefined };
}

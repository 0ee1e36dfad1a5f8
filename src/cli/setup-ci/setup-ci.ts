import { ciFiles } from "../../documents/ci/files.ts";
import { type FoundProduct, readProducts } from "../../operations/setup-ci/products.ts";
import { printableJson } from "../../problem/printable.ts";
import { renderProblem, renderProblems } from "../../problem/text.ts";
import { compareDocument, type DocumentFile } from "../document-files.ts";
import { exitCodes } from "../exit-codes.ts";
import { showStale, staleProblem, writeFiles } from "./files.ts";
import { setUpGithub } from "./github.ts";
import type { SetupCiCommand } from "./options.ts";
import { parseSource } from "./reference.ts";

/** @returns the exit code */
export async function runSetupCi(options: SetupCiCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const { root, branch } = options;
  const from = options.from === undefined ? undefined : parseSource(options.from);
  const products = readProducts(root, options.project);
  const files = ciFiles(products, { from, branch }).map((document) => compareDocument(document, root, ""));
  if (options.check) return checkFiles(files);
  return options.files ? reportFiles(files, options) : everything(products, files, options, env);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const isStale = ({ state }: DocumentFile) => state !== "fresh";

function checkFiles(files: readonly DocumentFile[]): number {
  const stale = files.filter(isStale);
  if (stale.length > 0) print(`${showStale(stale)}\n${renderProblem(staleProblem(stale, files))}\n`);
  print(stale.length > 0 ? "Nothing was changed." : `All ${files.length} workflows are fresh. Nothing was changed.`);
  return stale.length > 0 ? exitCodes.failed : 0;
}

function reportFiles(files: readonly DocumentFile[], { root, force = false }: SetupCiCommand): number {
  const { written, problem } = writeFiles(files, root, force);
  for (const path of written) print(`written  ${path}`);
  if (problem) print(renderProblem(problem));
  if (!files.some(isStale)) print(`All ${files.length} workflows are fresh. Nothing was changed.`);
  return problem ? exitCodes.failed : 0;
}

/** The workflows, and what they need at GitHub: nothing is written before somebody has agreed to all of it. */
async function everything(
  products: readonly FoundProduct[],
  files: readonly DocumentFile[],
  options: SetupCiCommand,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const { root, force = false, json } = options;
  const say = (text: string) => (json ? undefined : print(text));
  const names = files.map(({ document, state }) => `  ${state.padEnd(9)}  ${document.path}`);
  say(["workflows", ...names].join("\n"));
  const stale = files.some(isStale);
  const github = await setUpGithub(products, stale, options, env, say);
  const { written, problem } = github.agreed ? writeFiles(files, root, force) : { written: [], problem: undefined };
  for (const path of written) say(`written  ${path}`);
  const problems = [...(problem ? [problem] : []), ...github.problems];
  if (json) {
    const listed = files.map(({ document, state }) => ({ path: document.path, state }));
    print(printableJson({ files: listed, settings: github.settings, written, problems }));
  } else {
    if (problems.length > 0) say(`\n${renderProblems(problems)}`);
    const done = written.length + github.made;
    say(done === 0 ? "\nNothing was changed." : `\n${written.length} workflows written, ${github.made} settings made.`);
  }
  return problems.length > 0 ? exitCodes.failed : 0;
}

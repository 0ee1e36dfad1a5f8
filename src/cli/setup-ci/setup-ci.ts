import { ciFiles } from "../../documents/ci/files.ts";
import { readProducts } from "../../operations/setup-ci/products.ts";
import { renderProblem } from "../../problem/text.ts";
import { compareDocument } from "../document-files.ts";
import { showStale, staleProblem, writeFiles } from "./files.ts";
import { parseSource } from "./reference.ts";

export interface SetupCiCommand {
  /** Root of the infrastructure repository. */
  readonly root: string;
  /** Folders of the products. Default: every one that is found. */
  readonly project?: readonly string[];
  readonly branch: string;
  /** `owner/name@ref` of the workflows that do the work. Default: they are written beside their callers. */
  readonly from?: string;
  /** Writes the workflows, and asks nothing of GitHub. */
  readonly files?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
}

/** @returns the exit code */
export async function runSetupCi(options: SetupCiCommand, _env: NodeJS.ProcessEnv): Promise<number> {
  const { root, branch, check = false, force = false } = options;
  const from = options.from === undefined ? undefined : parseSource(options.from);
  const products = readProducts(root, options.project);
  const files = ciFiles(products, { from, branch }).map((document) => compareDocument(document, root, ""));
  const stale = files.filter(({ state }) => state !== "fresh");
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  if (check) {
    if (stale.length > 0) print(`${showStale(stale)}\n${renderProblem(staleProblem(stale, files))}\n`);
    print(stale.length > 0 ? "Nothing was changed." : `All ${files.length} workflows are fresh. Nothing was changed.`);
    return stale.length > 0 ? 1 : 0;
  }
  const { written, problem } = writeFiles(files, root, force);
  for (const path of written) print(`written  ${path}`);
  if (problem) print(renderProblem(problem));
  if (stale.length === 0) print(`All ${files.length} workflows are fresh. Nothing was changed.`);
  return problem ? 1 : 0;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import type { Blueprint } from "../components/blueprint.ts";
import { Project } from "../components/project.ts";
import type { Document } from "../documents/document.ts";
import { compareKept, keptTomls } from "../documents/fly-toml/kept.ts";
import { checkDocuments, renderDocuments } from "../documents/render.ts";
import { checkNeighbours, isWorkflow, type Neighbour } from "../documents/workflows/neighbours.ts";
import { line } from "../problem/command-line.ts";
import { hasErrors, Problem } from "../problem/problem.ts";
import { renderProblem, renderProblems } from "../problem/text.ts";
import { compareDocument, type DocumentFile, isCommitted, isSomeones, writeDocument } from "./document-files.ts";

export interface RenderOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  /** Root of the application's repository. */
  readonly out: string;
  /** Compare only. */
  readonly check?: boolean;
  /** Overwrite files that were edited by hand, or that something else wrote. */
  readonly force?: boolean;
}

export interface RenderResult {
  /** For people; its last line says what was changed. */
  readonly text: string;
  readonly exitCode: 0 | 1;
  /** Paths, and what became of each: `written` and `left` where files are written, what it was found as where they are compared. */
  readonly files: readonly RenderedFile[];
  readonly problems: readonly Problem[];
}

interface RenderedFile {
  readonly path: string;
  readonly became: DocumentFile["state"] | "written" | "left";
  /** Why a file with secrets was left. */
  readonly why?: string | undefined;
}

const nothing = "Nothing was changed.";

/**
 * Writes every document of a project's stacks into the application's repository. Exit code 1 and nothing written when the
 * config has problems, or with `check` when a file is stale. Exit code 1 and the others written when a file was edited by hand
 * and not `force`, or when one that people keep differs from what is declared.
 * @throws Problem when a folder is missing.
 */
export function render({ project, out, check = false, force = false }: RenderOptions): RenderResult {
  if (!existsSync(out)) {
    const fix = "name the application's checkout with --out";
    throw new Problem({ code: "no-such-folder", what: `There is no folder ${out}.`, fix });
  }
  const source = new Project(project);
  const { blueprints, problems, unowned } = source.resolve();
  const found = [...new Set([...unowned, ...[...problems.values()].flat()])];
  if (!hasErrors(found)) found.push(...checkDocuments(blueprints));
  if (hasErrors(found)) return refused(found);
  const documents = renderDocuments(blueprints);
  const shared = checkNeighbours(documents, neighboursIn(out, documents));
  if (shared.length > 0) return refused(shared);
  const files = documents.map((document) => compareDocument(document, out, source.name));
  const committed = files.filter(({ document }) => !document.secret);
  const kept = compareKeptFiles(blueprints, out);
  if (check) return reportStale(committed, kept, { project, out });
  return write(files, out, force, kept);
}

function refused(problems: readonly Problem[], files: readonly RenderedFile[] = []): RenderResult {
  return { text: `${renderProblems(problems)}\n\n${nothing}`, exitCode: 1, files, problems };
}

/** Paths of the documents of one stack that a checkout has not as the config says, each with what it is there. */
export function staleDocuments(project: string, stack: string, out: string): string[] {
  const source = new Project(project);
  const { blueprints, problems } = source.resolve();
  if (hasErrors([...problems.values()].flat()) || checkDocuments(blueprints).length > 0) return [];
  const own = renderDocuments(blueprints).filter(({ secret, stacks }) => !secret && stacks.includes(stack));
  const files = own.map((document) => compareDocument(document, out, source.name));
  return files.filter(({ state }) => state !== "fresh").map(({ document, state }) => `${document.path} is ${state}`);
}

/** Workflows of the repository that are not rendered here. */
function neighboursIn(out: string, documents: readonly Document[]): Neighbour[] {
  const folder = ".github/workflows";
  const files = existsSync(join(out, folder)) ? readdirSync(join(out, folder)) : [];
  const paths = files.map((file) => `${folder}/${file}`).filter((path) => isWorkflow({ path }));
  return paths
    .filter((path) => !documents.some((document) => document.path === path))
    .map((path) => ({ path, text: readFileSync(join(out, path), "utf8") }));
}

/** What people write, held against what is declared. */
function compareKeptFiles(blueprints: ReadonlyMap<string, Blueprint>, out: string): Problem[] {
  return keptTomls(blueprints).flatMap((kept) => {
    const file = join(out, kept.path);
    return compareKept(kept, existsSync(file) ? readFileSync(file, "utf8") : undefined);
  });
}

/** Files with secrets are on one machine only: a checkout without them is as fresh as one with them. */
function reportStale(
  committed: readonly DocumentFile[],
  kept: readonly Problem[],
  { project, out }: RenderOptions,
): RenderResult {
  const stale = committed.filter(({ state }) => state !== "fresh");
  const files = committed.map(({ document, state }) => ({ path: document.path, became: state }));
  if (stale.length === 0 && kept.length > 0) return refused(kept, files);
  if (stale.length === 0) {
    return { text: `All ${count(committed.length)} are fresh. ${nothing}`, exitCode: 0, files, problems: [] };
  }
  const diffs = stale.map(({ document, state, current }) => {
    const [before, after] = [state === "missing" ? "/dev/null" : `a/${document.path}`, `b/${document.path}`];
    return createTwoFilesPatch(before, after, current, document.text, state, "rendered");
  });
  const problem = new Problem({
    code: "stale-document",
    what: `${stale.length} of ${count(committed.length)} ${stale.length === 1 ? "is" : "are"} not as the config says.`,
    fix: "write them again",
    commands: [line`parity render --project ${project} --out ${out}`],
  });
  const problems = [problem, ...kept];
  const text = [...diffs, ...problems.map((one) => renderProblem(one)), "", nothing].join("\n");
  return { text, exitCode: 1, files, problems };
}

/** Files that somebody wrote or changed: they stay as they are, and the others are written. */
function editedProblem(edited: readonly DocumentFile[]): Problem {
  const reasons = {
    edited: "was edited by hand",
    foreign: "was not written by this program",
    other: "is written for another Pulumi project",
  };
  const lines = edited.map(({ document, state }) =>
    state === "edited" || state === "foreign" || state === "other" ? `${document.path} ${reasons[state]}.` : "",
  );
  const others = edited.every(({ state }) => state === "other");
  return new Problem({
    code: "edited-document",
    what: lines.join("\n  "),
    fix: others
      ? 'write "product: <name>" under "pipeline", which makes the paths another, or give a path; overwrite it with --force where the project was renamed'
      : 'write it in the config and remove the file, say "toml: kept" where it is a fly.toml that people write, or overwrite it with --force; --check shows the difference',
  });
}

/** Files that somebody wrote stay, unless forced. */
function write(files: readonly DocumentFile[], out: string, force: boolean, kept: readonly Problem[]): RenderResult {
  const edited = force ? [] : files.filter((file) => !file.document.secret && isSomeones(file.state));
  const rendered = files.map((file) => {
    const { path } = file.document;
    if (file.state === "fresh") return { path, became: "fresh" as const };
    if (edited.includes(file)) return { path, became: "left" as const };
    const why = whyLeft(file, out, force);
    if (why !== undefined) return { path, became: "left" as const, why };
    writeDocument(file.document, out);
    return { path, became: "written" as const };
  });
  const written = rendered.filter(({ became }) => became === "written").length;
  const problems = [...(edited.length > 0 ? [editedProblem(edited)] : []), ...kept];
  const fresh = problems.length === 0 ? "All is fresh. " : "";
  const text = [
    ...rendered.flatMap(({ path, became, why }) => {
      if (became === "written") return [`written  ${path}`];
      return why === undefined ? [] : [`left     ${path}: ${why}`];
    }),
    ...(problems.length === 0 ? [] : [renderProblems(problems), ""]),
    written === 0 ? `${fresh}${nothing}` : `${count(written)} written.`,
  ].join("\n");
  return { text, exitCode: problems.length === 0 ? 0 : 1, files: rendered, problems };
}

/** Files with secrets stay as a person has filled them in, and are never put where git would commit them. */
function whyLeft({ document: { path, secret }, state }: DocumentFile, out: string, force: boolean): string | undefined {
  if (secret && isSomeones(state) && !force) return "somebody has filled it in";
  return secret && isCommitted(path, out) ? "git would commit it; add it to .gitignore" : undefined;
}

function count(files: number): string {
  return `${files} file${files === 1 ? "" : "s"}`;
}

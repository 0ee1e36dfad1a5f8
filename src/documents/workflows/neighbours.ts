import { parseDocument } from "yaml";
import { Problem } from "../../problem/problem.ts";
import type { Document } from "../document.ts";

/** A workflow that lies in the repository, and is not one of those that are rendered now. */
export interface Neighbour {
  readonly path: string;
  readonly text: string;
}

/** What one workflow has that no other may have: GitHub knows a workflow by its name, and runs of one group wait for or cancel each other. */
interface Identity {
  readonly name?: string;
  readonly groups: readonly string[];
}

/**
 * Where a rendered workflow and one that people or another product have put beside it would be one to GitHub. A deployment
 * that waits for a workflow waits for each of that name.
 */
export function checkNeighbours(documents: readonly Document[], neighbours: readonly Neighbour[]): Problem[] {
  const others = neighbours.map(({ path, text }) => ({ path, ...identityOf(text) }));
  return documents.filter(isWorkflow).flatMap((document) => {
    const { name, groups } = identityOf(document.text);
    const sameName = others.find((other) => name !== undefined && other.name === name);
    const inGroup = others.find((other) => other.groups.some((group) => groups.includes(group)));
    const other = sameName ?? inGroup;
    if (!other) return [];
    const told = { fix, ...(sameName ? named(name ?? "") : grouped) };
    return [new Problem({ ...told, what: `${document.path} would share ${told.what} with ${other.path}.` })];
  });
}

const fix =
  'remove the other one when nothing renders it any more, give it another, or write "product: <name>" under "pipeline", which stands in the names of all that is rendered here';
const named = (name: string) => ({ code: "workflow-name-taken", what: `the name "${name}"` });
const grouped = {
  code: "workflow-group-taken",
  what: "a concurrency group",
  why: "Runs of one group wait for each other, or one cancels the other.",
};

export function isWorkflow({ path }: Pick<Document, "path">): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** A file that is not YAML is not a workflow either. */
function identityOf(text: string): Identity {
  const content: unknown = parseDocument(text).toJS();
  const { name, concurrency, jobs } = Object(content) as { name?: unknown; concurrency?: unknown; jobs?: unknown };
  const all = [concurrency, ...Object.values(Object(jobs)).map((job) => Object(job).concurrency)];
  return { ...(typeof name === "string" && { name }), groups: all.flatMap(groupsIn) };
}

/** A group as it is written, or each that an expression may answer. What GitHub alone knows is in none. */
function groupsIn(concurrency: unknown): string[] {
  const group: unknown = typeof concurrency === "string" ? concurrency : Object(concurrency).group;
  if (typeof group !== "string") return [];
  if (!group.includes("${{")) return [group];
  return [...group.matchAll(/&& '([^']+)'/g)].map(([, text = ""]) => text);
}

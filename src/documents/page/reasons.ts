import type { Blueprint } from "../../components/blueprint.ts";
import { nouns } from "../../config/scope.ts";
import { code, section, table } from "./markdown.ts";

/** Why things are shared, differ, or are the same everywhere, each with the environments it holds for. */
export function reasons(environments: readonly Blueprint[]): string {
  return section(
    2,
    "Reasons",
    section(3, "What environments share", table(heads, rowsOf(environments, "reasons", isShared))),
    section(
      3,
      "What differs beyond names, sizes and triggers",
      table(
        heads,
        rowsOf(environments, "reasons", (path, environment) => !isShared(path, environment)),
      ),
    ),
    section(
      3,
      "What is the same everywhere on purpose",
      table(
        heads,
        rowsOf(environments, "sameEverywhere", () => true),
      ),
    ),
  );
}

const heads = ["path", "reason", "environments"];

function rowsOf(
  environments: readonly Blueprint[],
  field: "reasons" | "sameEverywhere",
  desired: (path: string, environment: Blueprint) => boolean,
): string[][] {
  const found = new Map<string, { readonly path: string; readonly reason: string; readonly stacks: string[] }>();
  for (const environment of environments) {
    for (const [path, reason] of Object.entries(environment[field])) {
      if (!desired(path, environment) || isLocal(path, environment)) continue;
      const row = found.get(`${path} ${reason}`) ?? { path, reason, stacks: [] };
      row.stacks.push(environment.stack);
      found.set(`${path} ${reason}`, row);
    }
  }
  return [...found.values()].map(({ path, reason, stacks }) => [code(path), reason, stacks.join(", ")]);
}

/** A whole thing may differ, too: an environment of a pull request has its own where the others share one. */
function isShared(path: string, environment: Blueprint): boolean {
  return nouns.some((noun) => environment[noun].some(({ key, shared }) => shared && path === `${noun}.${key}`));
}

/** On a developer's machine an app or a site is the developer's own, whatever the deployed ones share. */
function isLocal(path: string, { apps, sites }: Blueprint): boolean {
  const local = (
    noun: string,
    things: readonly { readonly key: string; readonly ownership: { readonly in: string } }[],
  ) => things.some(({ key, ownership }) => ownership.in === "local" && path === `${noun}.${key}`);
  return local("apps", apps) || local("sites", sites);
}

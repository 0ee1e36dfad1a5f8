import type { AppBlueprint } from "../../components/blueprint.ts";
import { isOfCommit } from "../../config/template.ts";
import { deployedCommit } from "./prepare-job.ts";

/**
 * Options of `flyctl deploy` for the arguments of a build that name the commit, and the environment that they read: fly.toml is
 * the same at every commit. The commit is the deployed one; `GITHUB_SHA` is another where the run was started by a workflow or by hand.
 */
export function commitArguments(
  { buildArgs }: AppBlueprint,
  commit = deployedCommit,
): {
  readonly env: { readonly [name: string]: string };
  readonly options: readonly string[];
} {
  const taking = Object.entries(buildArgs).filter(([, template]) => isOfCommit(template));
  const options = taking.map(([name, { parts }]) => {
    const words = parts.map((part) => (typeof part === "string" ? quoted(part) : '"$COMMIT"'));
    return `--build-arg ${name}=${words.join("")}`;
  });
  return { env: options.length === 0 ? {} : { COMMIT: commit }, options };
}

/** Text as it is, within a script. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

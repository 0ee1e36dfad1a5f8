import { posix } from "node:path";
import type { AppBlueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { checkoutStep } from "./steps.ts";
import { expression, type Step } from "./workflow.ts";

/**
 * Runs that deploy everything: by hand, a release, a pushed tag. A person who starts one wants what it names to run. What a
 * branch or a passed workflow starts is compared with what runs, not with what was pushed: a run that was cancelled in the
 * queue, or failed, leaves what it did not deploy to the next.
 */
const everything =
  "github.event_name != 'push' && github.event_name != 'workflow_run' || startsWith(github.ref, 'refs/tags/')";

/** The repository with its history, without which git cannot compare two commits. */
export function historyStep(commit: string): Step {
  const step = checkoutStep(commit);
  return { ...step, with: { ...step.with, "fetch-depth": 0 } };
}

/**
 * Paths that decide on an app: its own `paths`, and the files that this program renders for it, the workflow too, because it
 * holds the number of machines. Undefined: every run deploys it.
 */
export function pathsOf(app: AppBlueprint, { workflow }: PipelineBlueprint): readonly string[] | undefined {
  if (!app.paths) return undefined;
  const { config, dockerfile } = app;
  return [...new Set([...app.paths, config, posix.join(posix.dirname(config), dockerfile ?? "Dockerfile"), workflow])];
}

/**
 * The step `changed`, whose output `deploy` is `false` when no path differs between `before` and `commit`. What cannot be
 * compared is deployed: nothing before, or a commit that the repository no longer has.
 */
export function changedStep(paths: readonly string[], before: string, commit: string): Step {
  const script = [
    "deploy=true",
    'if [ "$EVERYTHING" = false ] && git cat-file -e "$BEFORE^{commit}" 2> /dev/null; then',
    '  if git diff --quiet "$BEFORE" "$COMMIT" -- \\',
    `    ${paths.map((path) => `':(glob)${path}'`).join(" \\\n    ")}; then`,
    "    deploy=false",
    "  fi",
    "fi",
    'echo "deploy=$deploy" >> "$GITHUB_OUTPUT"',
  ];
  return {
    name: "See whether it changed",
    id: "changed",
    env: { BEFORE: before, COMMIT: commit, EVERYTHING: expression(everything) },
    run: `${script.join("\n")}\n`,
  };
}

/** Holds when the step `changed` has found something. */
export const isChanged = "steps.changed.outputs.deploy == 'true'";

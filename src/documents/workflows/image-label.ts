import type { AppBlueprint } from "../../components/blueprint.ts";
import { expression } from "./workflow.ts";

/**
 * Tag of the image that a run builds, unique to it. It names the commit, whose fly.toml belongs to the image: Fly keeps
 * no release's file where an app's token could read it.
 */
export function imageLabel(commit: string): string {
  return `commit-${commit}-${expression("github.run_id")}-${expression("github.run_attempt")}`;
}

/** Options of `flyctl deploy` that build an image with the label in `LABEL`. */
export const buildImage = '--remote-only --image-label "$LABEL"';

/** Sets `commit` to the one that the label of `$image` names; empty when something else has deployed the image. */
export function commitOfImage({ name }: Pick<AppBlueprint, "name">): string[] {
  return [`commit="$(sed -nE 's/^registry\\.fly\\.io\\/${name}:commit-([0-9a-f]{40})-.*$/\\1/p' <<< "$image")"`];
}

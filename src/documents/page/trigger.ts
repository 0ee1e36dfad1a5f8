import { posix } from "node:path";
import type { Blueprint, PipelineBlueprint } from "../../components/blueprint.ts";
import { promotionOf } from "../workflows/promotion.ts";
import { hasReviewWorkflow } from "../workflows/review.ts";
import { code } from "./markdown.ts";
import { NUMBER } from "./review-names.ts";

/** What deploys an environment, one phrase each, such as "push to `main`". */
export function describeTriggers(blueprint: Blueprint): string[] {
  const { tier, stack, pipeline, template } = blueprint;
  if (tier === "development") return ["local, by hand"];
  if (template) {
    const workflow = hasReviewWorkflow(blueprint);
    return [workflow ? "pull request opened, updated, closed" : code(`parity review up ${NUMBER}`)];
  }
  const { push, release, workflow, manual } = pipeline?.on ?? {};
  const phrases = [
    ...(push?.branches ? [`push to ${list(push.branches)}${changing(push.paths)}`] : []),
    // GitHub does not look at path filters when a tag is pushed (workflow syntax, on.push.paths).
    ...(push?.tags ? [`push of a tag ${list(push.tags)}`] : []),
    ...(release ? [`GitHub release ${list(release.tags)}`] : []),
    ...(workflow ? [`workflow ${code(workflow.name)} passed${refsOf(workflow)}`] : []),
    ...(manual ? ["started by hand"] : []),
  ];
  return phrases.length > 0 ? phrases : [code(`pulumi up --stack ${stack}`)];
}

/** Commands that set a deployment going. */
export function triggerCommands(blueprint: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): string[] {
  const { pipeline, repository, tier } = blueprint;
  if (!pipeline || !repository) return [];
  const { on, workflow } = pipeline;
  const repo = `${repository.owner}/${repository.name}`;
  const branches = on.push?.branches ?? on.workflow?.branches ?? [];
  const tags = on.push?.tags ?? on.workflow?.tags;
  const [before] = tier === "production" ? (findStaging(blueprints)?.on.push?.branches ?? []) : [];
  const head = before === undefined || branches.includes(before) ? "" : ` --head ${before}`;
  const promotion = promotionOf(blueprint, blueprints);
  const release = on.release && exampleTag(on.release.tags);
  return [
    ...branches.map((branch) => `gh pr create --repo ${repo} --base ${branch}${head}`),
    ...(tags ? [`git tag ${exampleTag(tags)} && git push origin ${exampleTag(tags)}`] : []),
    ...(release
      ? [
          `gh release create ${release} --repo ${repo} --title "${release}" --notes "…"`,
          `# or draft, tag and publish it at https://github.com/${repo}/releases/new`,
        ]
      : []),
    ...(promotion?.workflow ? [`# by hand: what ${promotion.from} was deployed from last, or -f ref=COMMIT`] : []),
    ...(on.manual ? [runWorkflow(blueprint, workflow)] : []),
  ];
}

/** Starts a workflow by hand, from a ref that may deploy: GitHub refuses the environment's secrets to any other. */
export function runWorkflow({ repository, pipeline }: Blueprint, path: string, inputs = ""): string {
  const [tag, branch] = [pipeline?.tags, pipeline?.branches[0]];
  const ref = branch ?? (tag && tag.length > 0 ? exampleTag(tag) : "main");
  const repo = `${repository?.owner}/${repository?.name}`;
  return `gh workflow run ${posix.basename(path)} --repo ${repo} --ref ${ref}${inputs}`;
}

/** A tag that the first of the patterns takes: `v1.0.0` for `v*`. */
export function exampleTag(patterns: readonly string[]): string {
  return (patterns[0] ?? "*").replace("*", "1.0.0");
}

function findStaging(blueprints: ReadonlyMap<string, Blueprint>): PipelineBlueprint | undefined {
  return [...blueprints.values()].find(({ tier }) => tier === "staging")?.pipeline;
}

function list(patterns: readonly string[]): string {
  return patterns.map(code).join(" or ");
}

function changing(paths: readonly string[] | undefined): string {
  return paths ? ` that changes ${list(paths)}` : "";
}

function refsOf({ branches, tags }: NonNullable<PipelineBlueprint["on"]["workflow"]>): string {
  const refs = [...(branches ? [`on ${list(branches)}`] : []), ...(tags ? [`on a tag ${list(tags)}`] : [])];
  return refs.length > 0 ? ` ${refs.join(" or ")}` : "";
}

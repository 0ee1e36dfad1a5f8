import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { known } from "../../config/template.ts";
import { type CommandLine, line } from "../../problem/command-line.ts";
import type { UpResult } from "./result.ts";

/** Where the environment answers, by the address of the thing. */
export interface Url {
  /** Such as `apps.api`. */
  readonly thing: string;
  readonly url: string;
}

/** Something that an up leaves to somebody. */
export interface NextStep {
  readonly what: string;
  readonly command?: CommandLine;
}

/** What is there once a stack is up, and what is left to do. Nothing where it did not come up. */
export interface Ahead {
  readonly urls: readonly Url[];
  readonly next: readonly NextStep[];
}

export const nothingAhead: Ahead = { urls: [], next: [] };

/**
 * @param blueprint what was brought up; absent where its config is not sound
 * @param all of the product, by stack
 */
export function lookAhead(
  { outcome, report, done }: Pick<UpResult, "outcome" | "report" | "done">,
  blueprint: Blueprint | undefined,
  all: ReadonlyMap<string, Blueprint>,
): Ahead {
  if (outcome !== "applied" || !blueprint) return nothingAhead;
  // The template of pull requests is no stack that could be previewed.
  const readers = [...all.values()].filter(
    ({ template, needs }) => !template && needs.some((need) => need.stack === blueprint.stack),
  );
  return {
    urls: urlsOf(blueprint),
    next: [...deployments(blueprint, done, report), ...(done.length > 0 ? previews(readers, blueprint) : [])],
  };
}

function urlsOf({ apps, sites }: Blueprint): Url[] {
  const told = (noun: string, things: readonly { readonly key: string; readonly url: string | undefined }[]) =>
    things.flatMap(({ key, url }) => (url === undefined ? [] : [{ thing: `${noun}.${key}`, url }]));
  return [
    ...told(
      "apps",
      apps.map(({ key, url }) => ({ key, url })),
    ),
    ...told(
      "sites",
      sites.map(({ key, url }) => ({ key, url: known(url) })),
    ),
  ];
}

/** What deployments have to do, which no up does. */
function deployments(blueprint: Blueprint, done: UpResult["done"], { deploys }: UpResult["report"]): NextStep[] {
  const has = (action: string, resource: string) =>
    done.some((change) => change.action === action && change.resource === resource);
  const own = blueprint.apps.filter(isOwn);
  const empty = own.filter(({ key }) => has("create", `fly App ${key}`));
  const waiting = own.filter(({ key, rollout }) => rollout === "staged" && has("update", `fly Secrets ${key}`));
  const stale = [...new Set(deploys.flatMap(({ files }) => files))];
  return [
    ...(empty.length > 0 ? [{ what: describeFirst(empty, blueprint) }] : []),
    ...waiting.map(({ key }) => ({ what: `${key} takes its changed secrets with its next deployment.` })),
    ...(stale.length > 0
      ? [
          {
            what: `Stale in the application's repository until parity render has written them again: ${stale.join(", ")}.`,
          },
        ]
      : []),
  ];
}

function describeFirst(apps: readonly AppBlueprint[], { pipeline, repository }: Blueprint): string {
  const nothing = `Nothing runs in ${apps.map(({ key }) => key).join(", ")} yet`;
  if (!pipeline || !repository) return `${nothing}: deploy with flyctl.`;
  return (
    `${nothing}: write the files of ${repository.owner}/${repository.name} with parity render, commit them there, and ` +
    `${pipeline.workflow} deploys.`
  );
}

function previews(readers: readonly Blueprint[], { stack }: Blueprint): NextStep[] {
  return readers.map((reader) => ({
    what: `${reader.stack} reads what ${stack} shares: see what changes there.`,
    command: line`parity preview --stack ${reader.stack}`,
  }));
}

import type { FlyClient } from "../../clouds/fly/client.ts";
import type { Blueprint } from "../../config/blueprint.ts";
import type { ResourceChange } from "../engine/change.ts";
import { changesIn } from "../engine/changes.ts";
import { type EngineStep, finishedSteps } from "../engine/events.ts";
import { isResource, nameResource } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { readApps } from "./apps.ts";
import { describeDeleted, findBroken } from "./broken.ts";
import { findDeployingRefs } from "./deploying-refs.ts";
import { fixChange } from "./fix.ts";
import { explainHidden } from "./hidden-repository.ts";
import { connectProductRepository, type ProductRepository } from "./product-repository.ts";
import type { CloudDrift, DriftReport, Unknown } from "./report.ts";
import { findEndingToken } from "./token.ts";

export interface DriftOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  /** Absent when its config is wrong; then the engine says what is. */
  readonly blueprint: Blueprint | undefined;
  /** Called when the stack has apps at Fly. */
  readonly fly: () => Promise<FlyClient>;
  /** Holds the tokens in use. */
  readonly env: NodeJS.ProcessEnv;
  readonly today: Date;
}

/**
 * Compares cloud, state and config of one stack. Reads only: the engine previews a refresh (cloud against state) and,
 * apart from it, an update (config against state), so that neither hides the other. What flyctl made is asked of Fly.
 * @throws Error when there is no pulumi; whatever cannot be read is in the report
 */
export async function findDrift({ project, stack, blueprint, fly, env, today }: DriftOptions): Promise<DriftReport> {
  const pipeline = blueprint?.pipeline;
  const repository = blueprint && connectProductRepository(blueprint, env);
  const [refresh, update, apps, ending] = await Promise.all([
    runEngine(["refresh", "--preview-only"], { project, stack }),
    runEngine(["preview"], { project, stack }),
    readApps(blueprint, fly),
    pipeline && repository ? findEndingToken(repository, today) : [],
  ]);
  const refreshed = finishedSteps(refresh.events).map(({ step }) => step);
  const read = refreshed.filter(isResource);
  const changed = changesIn(refreshed);
  const missing = changed.filter(({ action }) => action === "delete");
  const hidden = await findHidden(missing, repository);
  const deleted = missing.filter(({ resource }) => !hidden.some((one) => one.resource === resource));
  const cloud = changed.filter(isDrift).map((change): CloudDrift => ({ ...change, fix: fixChange(change, stack) }));
  const planned = finishedSteps(update.events).map(({ step }) => step);
  const refs = pipeline && repository && (await findDeployingRefs(pipeline, repository, [...refreshed, ...planned]));
  const broken = read.filter(({ op }) => op !== "delete").flatMap((step) => findBroken(step, stack, today));
  const found = {
    cloud: [...cloud, ...apps.flatMap(({ drift }) => drift), ...(refs?.drift ?? [])],
    config: changesIn(planned),
    broken: [
      ...deleted.map((change) => describeDeleted(change, stack)),
      ...broken,
      ...apps.flatMap((one) => one.broken),
      ...ending,
    ],
  };
  const unknown = [
    ...findUnread(refresh, read, planned),
    ...hidden,
    ...findUncompared(update),
    ...apps.flatMap((one) => one.unknown),
    ...(refs?.unknown ?? []),
  ];
  const drifted = found.cloud.length + found.config.length + found.broken.length > 0;
  const all = [...found.cloud, ...found.config, ...found.broken, ...hidden];
  const named = new Set(all.map(({ resource }) => resource));
  return {
    stack,
    outcome: drifted ? "drift" : unknown.length > 0 ? "unknown" : "clean",
    ...found,
    unknown,
    notes: apps.flatMap(({ notes }) => notes),
    clean: read.filter(({ urn }) => !named.has(nameResource(urn))).length,
  };
}

/** Only what is declared can drift: a refresh also sees outputs move, such as a certificate's status. */
function isDrift({ action, properties }: ResourceChange): boolean {
  return action === "update" && properties.length > 0;
}

/** Of what the refresh did not find, that of which it is not proven that it is gone. */
async function findHidden(
  missing: readonly ResourceChange[],
  repository: ProductRepository | undefined,
): Promise<Unknown[]> {
  const atGithub = missing.filter(({ resource }) => resource.startsWith("github "));
  const why = atGithub.length > 0 && repository ? await explainHidden(repository) : undefined;
  return why === undefined ? [] : atGithub.map(({ resource }) => ({ resource, why }));
}

/** Resources of the state that the refresh has no answer for. */
function findUnread(refresh: EngineRun, read: readonly EngineStep[], planned: readonly EngineStep[]): Unknown[] {
  if (refresh.ok) return [];
  const answered = new Set(read.map(({ urn }) => urn));
  const announced = refresh.events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const inState = [...announced, ...planned].filter((step) => step.old && isResource(step)).map(({ urn }) => urn);
  const why = new Map(refresh.errors.flatMap(({ urn, message }) => (urn ? [[urn, message] as const] : [])));
  const general = refresh.errors.find(({ urn }) => urn === undefined || !inState.includes(urn));
  const unread = [...new Set(inState)].filter((urn) => !answered.has(urn));
  const unknown = unread.map((urn) => ({ resource: nameResource(urn), why: why.get(urn) ?? general?.message ?? "" }));
  return unknown.length > 0 ? unknown : [{ resource: "state", why: general?.message ?? "" }];
}

/** Without an update that came to its end nobody knows whether the config was applied. */
function findUncompared(update: EngineRun): Unknown[] {
  if (update.ok) return [];
  return [{ resource: "config", why: update.errors.map(({ message }) => message).join("\n") }];
}

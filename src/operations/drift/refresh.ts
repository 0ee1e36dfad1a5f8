import type { ResourceChange } from "../engine/change.ts";
import { changesIn } from "../engine/changes.ts";
import type { EngineStep } from "../engine/events.ts";
import { isResource, nameResource } from "../engine/resource-change.ts";
import type { EngineRun } from "../engine/run.ts";
import type { ProductRepository } from "../github/product-repository.ts";
import { describeDeleted, findBroken } from "./broken.ts";
import type { Findings } from "./findings.ts";
import { fixChange } from "./fix.ts";
import { explainHidden } from "./hidden-repository.ts";
import { findOverwritten } from "./overwritten.ts";
import type { Unknown } from "./report.ts";

/** What a refresh is held against. */
export interface RefreshContext {
  readonly stack: string;
  /** What an update would do: it names resources of the state that the refresh did not get to. */
  readonly planned: readonly EngineStep[];
  readonly repository: ProductRepository | undefined;
  readonly today: Date;
}

/** Compares the clouds with the state, by the steps of a refresh. */
export async function compareClouds(
  refresh: EngineRun,
  steps: readonly EngineStep[],
  { stack, planned, repository, today }: RefreshContext,
): Promise<Findings> {
  const read = steps.filter(isResource);
  const changed = changesIn(steps);
  const missing = changed.filter(({ action }) => action === "delete");
  const hidden = await findHidden(missing, repository);
  const deleted = missing.filter(({ resource }) => !hidden.some((one) => one.resource === resource));
  return {
    cloud: [
      ...changed.filter(isDrift).map((change) => ({ ...change, cure: fixChange(change, stack) })),
      ...findOverwritten(
        read.filter(({ op }) => op !== "delete"),
        stack,
      ),
    ],
    broken: [
      ...deleted.map((change) => describeDeleted(change, stack)),
      ...read.filter(({ op }) => op !== "delete").flatMap((step) => findBroken(step, stack, today)),
    ],
    unknown: [...findUnread(refresh, read, planned), ...hidden],
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

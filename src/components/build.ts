import type { Generated, Need } from "../config/graph.ts";
import type { EnvironmentConfig } from "../config/schema/environment.ts";
import { reviewSchema } from "../config/schema/review.ts";
import { nouns } from "../config/scope.ts";
import { resolveApp } from "./app/resolve.ts";
import type { Blueprint } from "./blueprint.ts";
import { resolveBucket } from "./bucket/resolve.ts";
import { resolveDatabase } from "./database/resolve.ts";
import { needsOf, secretsOf } from "./needs.ts";
import { hasPipeline, resolvePipeline } from "./pipeline/resolve.ts";
import { isTemplate } from "./review/template.ts";
import { localValuesOf, sharesOf } from "./shares.ts";
import { resolveSite } from "./site/resolve.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";

/** The blueprint of an environment in which nothing is wrong. */
export function build(project: string, settings: EnvironmentConfig, graph: SystemGraph): Blueprint {
  const { system, stack, tier, alias, suffix } = graph.scope;
  const { neon, cloudflare, repository } = system;
  const databases = thingsOf("databases", graph).map((thing) => resolveDatabase(thing, graph));
  const buckets = thingsOf("buckets", graph).map((thing) => resolveBucket(thing, graph));
  const apps = thingsOf("apps", graph).map((thing) => resolveApp(thing, graph));
  const sites = thingsOf("sites", graph).map((thing) => resolveSite(thing, graph));
  const [owner = "", name = ""] = (repository ?? "").split("/");
  const needed = graph.needed.map(({ part }) => part);
  const isGenerated = ({ key }: Generated) => needed.some(({ of, key: one }) => of === "generated" && one === key);
  const shared = nouns.flatMap((noun) =>
    thingsOf(noun, graph).flatMap(({ key, config }) =>
      config.shared ? [[`${noun}.${key}`, config.shared.reason]] : [],
    ),
  );
  const template = isTemplate(stack, tier) ? templateOf(settings, graph) : undefined;
  return {
    ...{ project, title: system.title ?? project, stack, tier, alias, suffix },
    ...(template && { template }),
    ...(settings.pull && { pull: settings.pull }),
    protect: settings.protect ?? tier === "production",
    protectedThings: [],
    ...(repository !== undefined && { repository: { owner, name } }),
    ...(neon && {
      neon: {
        ...(neon.organization !== undefined && { organization: neon.organization }),
        ...(neon.plan !== undefined && { plan: neon.plan }),
      },
    }),
    ...(cloudflare && { cloudflare }),
    ...{ apps, databases, buckets, sites },
    ...(hasPipeline(graph) && { pipeline: resolvePipeline(settings.deploy, graph) }),
    monitoring: graph.texts(["monitoring"]),
    generated: [...graph.generated.values()].filter(isGenerated),
    storageKey: needed.some(isStorageKey),
    storage: { ...system.storage, keepOthers: graph.taken.some(isStorageKey) },
    secrets: secretsOf(graph),
    needs: needsOf(graph).map(({ part }) => part),
    kept: settings.kept,
    rotations: settings.rotations,
    shares: tier === "development" ? localValuesOf({ apps, databases, sites }) : sharesOf({ apps, databases, sites }),
    sameEverywhere: graph.sameEverywhere,
    reasons: { ...Object.fromEntries(shared), ...settings.differs },
  };
}

function templateOf({ review, deploy }: EnvironmentConfig, { scope }: SystemGraph): NonNullable<Blueprint["template"]> {
  const { product } = scope.system.pipeline;
  const workflow = product === undefined ? "review-app.yml" : `review-app-${product}.yml`;
  return {
    ...(review ?? reviewSchema.parse({})),
    ...(product !== undefined && { product }),
    workflow: deploy.workflow ?? `.github/workflows/${workflow}`,
  };
}

function isStorageKey({ of, stack }: Need["part"]): boolean {
  return of === "storage" && stack === undefined;
}

import type { Need } from "../config/graph.ts";
import { isOwn, type Noun } from "../config/scope.ts";
import { hasPipeline } from "./pipeline/resolve.ts";
import { hasSlot } from "./site/resolve.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";

export type Vendor = "Fly" | "Neon" | "Cloudflare" | "GitHub";

/** What it reads from other stacks, and by which of its values. */
export function needsOf({ needed }: SystemGraph): Need[] {
  return needed.filter(({ part }) => part.stack !== undefined);
}

/** Names of what only a person has. On a developer's machine nothing is deployed that could miss them: they stay blank in `.env`. */
export function secretsOf({ needed, scope }: SystemGraph): string[] {
  if (scope.tier === "development") return [];
  return needed.flatMap(({ part: { of, key } }) => (of === "secret" ? [key] : [])).sort();
}

/** Who must be called to declare what this stack has. */
export function vendorsOf(graph: SystemGraph): Vendor[] {
  const mine = <N extends Noun>(noun: N) => thingsOf(noun, graph).filter(isOwn);
  const providers = mine("databases").map(({ config }) => config.provider);
  const slots = thingsOf("sites", graph).some((site) => site.ownership.in === "stack" || hasSlot(site, graph));
  const domains = mine("apps").some(({ config }) => config.domains.length > 0);
  return [
    ...(mine("apps").length > 0 || providers.includes("fly") ? ["Fly" as const] : []),
    ...(providers.includes("neon") ? ["Neon" as const] : []),
    ...(thingsOf("buckets", graph).length > 0 || slots || domains ? ["Cloudflare" as const] : []),
    ...(hasPipeline(graph) ? ["GitHub" as const] : []),
  ];
}

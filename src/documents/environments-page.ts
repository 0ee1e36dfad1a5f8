import type { Blueprint } from "../components/blueprint.ts";
import { tiers } from "../config/schema/environment.ts";
import { type Document, markDocument } from "./document.ts";
import { costs } from "./page/costs.ts";
import { diagram } from "./page/diagram.ts";
import { environmentSection } from "./page/environment.ts";
import { localDevelopment } from "./page/local-development.ts";
import { paragraphs } from "./page/markdown.ts";
import { overview } from "./page/overview.ts";
import { reasons } from "./page/reasons.ts";
import { namedByNumber } from "./page/review-names.ts";

/**
 * `docs/environments.md`, or that of `pipeline.product`: all environments of a product on one page, from their blueprints by stack. Nothing secret is
 * on it, and nothing that another rendering of the same blueprints would say differently.
 */
export function environmentsPage(blueprints: ReadonlyMap<string, Blueprint>): Document {
  const environments = [...blueprints.values()]
    .map(namedByNumber)
    .sort((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || (a.stack < b.stack ? -1 : 1));
  const deployed = environments.filter(({ tier }) => tier !== "development");
  const body = () =>
    `${paragraphs(
      `# ${environments[0]?.title ?? ""}: environments`,
      overview(environments),
      diagram(environments),
      ...environments.filter(({ tier }) => tier === "development").map(localDevelopment),
      ...deployed.map((environment) => environmentSection(environment, blueprints)),
      reasons(environments),
      costs(environments),
    )}\n`;
  const stacks = environments.map(({ stack }) => stack);
  const product = environments.flatMap(({ pipeline }) => pipeline?.product ?? [])[0];
  const path = product === undefined ? "docs/environments.md" : `docs/environments-${product}.md`;
  return markDocument({ path, project: environments[0]?.project ?? "", stacks, body });
}

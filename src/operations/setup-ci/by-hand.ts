import type { CloudError } from "../../clouds/call/cloud-error.ts";
import { saidRefs } from "./compare-environment.ts";
import type { Setting } from "./settings.ts";

/** What a setting is called. */
export function nameOf(setting: Setting): string {
  switch (setting.kind) {
    case "environment":
      return `environment ${setting.name}`;
    case "secret":
      return `secret ${setting.name} of ${setting.environment}`;
    case "label":
      return `label "${setting.name}"`;
    case "ruleset":
      return `ruleset "${setting.fields.name}"`;
  }
}

/** How a person makes it on GitHub's pages. */
export function byHand(setting: Setting): string {
  switch (setting.kind) {
    case "environment": {
      const refs =
        setting.refs.length === 0
          ? ""
          : `, where only selected branches and tags may deploy: ${saidRefs(setting.refs)}`;
      const approval = setting.approved ? ", with required reviewers and without self-review" : "";
      return `Settings → Environments → New environment: ${setting.name}${refs}${approval}`;
    }
    case "secret":
      return `Settings → Environments → ${setting.environment} → Add environment secret: ${setting.name}`;
    case "label":
      return `Issues → Labels → New label: ${setting.name}`;
    case "ruleset": {
      const { target, conditions, rules } = setting.fields;
      const kinds = rules.map(({ type }) => type.replaceAll("_", " ")).join(", ");
      return `Settings → Rules → Rulesets → New ${target} ruleset for ${conditions.ref_name.include.join(", ")}: ${kinds}`;
    }
  }
}

/** Which plans have it, in a private repository (docs.github.com, GitHub's plans; Deployments and environments). */
function planOf({ kind }: Setting): string {
  if (kind === "ruleset") return " In a private repository rulesets take GitHub Pro, Team or Enterprise.";
  if (kind === "label") return "";
  return " In a private repository environments take GitHub Pro, Team or Enterprise, and required reviewers Enterprise.";
}

/** A refusal, with what a person can do instead. */
export function withByHand(error: CloudError, setting: Setting): CloudError {
  const plan = error.uncertain ? "" : planOf(setting);
  return error.withFix(
    `${error.fix}; or make it by hand in ${setting.repository}: ${byHand(setting)}.${plan}`.replace(/\.$/, ""),
  );
}

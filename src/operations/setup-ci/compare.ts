import { CloudError } from "../../clouds/call/cloud-error.ts";
import type { Reviewer } from "../../clouds/github/protection.ts";
import type { Ruleset } from "../../clouds/github/rulesets.ts";
import { withByHand } from "./by-hand.ts";
import { compareEnvironment } from "./compare-environment.ts";
import type { Existing } from "./existing.ts";
import { contextOf, strengthen } from "./rules.ts";
import type { RulesetSetting, SecretSetting, Setting } from "./settings.ts";
import type { Step } from "./step.ts";
import type { Values } from "./values.ts";

export interface Given {
  readonly approvers: readonly Reviewer[];
  readonly values: Values;
  /** Whether a value that is missing will be asked for. */
  readonly asked: boolean;
}

type Found = Omit<Step, "setting">;

/** What is there of one repository's settings, what is missing and what differs. Pure. */
export function compareSettings(settings: readonly Setting[], existing: Existing, given: Given): Step[] {
  return settings.flatMap((setting): Step[] => {
    const found = compareSetting(setting, existing, given);
    return found ? [{ setting, ...found }] : [];
  });
}

function compareSetting(setting: Setting, existing: Existing, given: Given): Found | undefined {
  switch (setting.kind) {
    case "environment": {
      const found = existing.environments.get(setting.name);
      if (found instanceof CloudError) return notKnown(setting, found);
      return compareEnvironment(setting, found, given.approvers);
    }
    case "secret":
      return compareSecret(setting, existing, given);
    case "label": {
      if (existing.labels instanceof CloudError) return notKnown(setting, existing.labels);
      const there = existing.labels.some((name) => name.toLowerCase() === setting.name.toLowerCase());
      return there
        ? { state: "there", detail: "" }
        : { state: "missing", detail: "", change: { kind: "create label" } };
    }
    case "ruleset": {
      if (existing.rulesets instanceof CloudError) return notKnown(setting, existing.rulesets);
      return compareRuleset(setting, existing.rulesets);
    }
  }
}

function notKnown(setting: Setting, error: CloudError): Found {
  return { state: "not known", detail: error.what, problem: withByHand(error, setting) };
}

/** A secret that is there stays as it is: nobody can read whether it is the same. */
function compareSecret(
  setting: SecretSetting,
  { environments }: Existing,
  { values, asked }: Given,
): Found | undefined {
  const environment = environments.get(setting.environment);
  // That the environment could not be read is said of it.
  if (environment instanceof CloudError) return undefined;
  const has = (name: string) => environment?.secrets.includes(name) ?? false;
  if (has(setting.name)) return { state: "there", detail: "" };
  const detail = `from ${setting.variable}`;
  if (values.has(setting.variable)) return { state: "missing", detail, change: { kind: "put secret" } };
  if (setting.optional || standsForState(setting, has, values)) return undefined;
  if (asked) return { state: "missing", detail: "asked for", change: { kind: "put secret" } };
  return { state: "no value", detail: `set ${setting.variable}` };
}

/** With Pulumi Cloud there is no address and no passphrase. */
function standsForState({ name, variable }: SecretSetting, has: (name: string) => boolean, values: Values): boolean {
  if (!["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PARITY_OTHER_PASSPHRASE"].includes(name)) return false;
  const token = "PULUMI_ACCESS_TOKEN";
  return has(token) || values.has(variable.slice(0, -name.length) + token);
}

/** What a person has added stays; what is asked for is added. */
function compareRuleset({ fields }: RulesetSetting, all: readonly Ruleset[]): Found {
  const ruleset = all.find(({ name }) => name === fields.name);
  const checks = checksIn(fields.rules);
  if (!ruleset) {
    const detail = [fields.conditions.ref_name.include.join(", "), ...saidChecks(checks)].join("; ");
    return { state: "missing", detail, change: { kind: "create ruleset" } };
  }
  const rules = strengthen(ruleset.rules, fields.rules);
  const isOff = ruleset.enforcement !== "active";
  const missing = checks.filter((check) => !checksIn(ruleset.rules).includes(check));
  const extra = checks.length === 0 ? [] : checksIn(ruleset.rules).filter((check) => !checks.includes(check));
  const notes = [
    ...extra.map((check) => `also requires ${check}`),
    ...(ruleset.exclude.length > 0 ? [`leaves out ${ruleset.exclude.join(", ")}`] : []),
    ...(fields.conditions.ref_name.include.some((ref) => covers(ruleset.include, ref))
      ? []
      : [`is for ${ruleset.include.join(", ")}`]),
  ];
  if (rules === ruleset.rules && !isOff)
    return { state: notes.length > 0 ? "stays" : "there", detail: notes.join("; ") };
  const said = [
    ...(isOff ? [`is ${ruleset.enforcement}, and would be active`] : []),
    ...saidChecks(missing).map((one) => `adds: ${one}`),
    ...(missing.length === 0 && rules !== ruleset.rules ? ["adds rules"] : []),
  ];
  return {
    state: "differs",
    detail: [...said, ...notes].join("; "),
    change: { kind: "update ruleset", ruleset, fields: { enforcement: "active", rules } },
  };
}

function covers(include: readonly string[], ref: string): boolean {
  return (
    include.includes(ref) ||
    include.includes("~ALL") ||
    (ref.startsWith("refs/heads/") && include.includes("~DEFAULT_BRANCH"))
  );
}

function checksIn(rules: Ruleset["rules"]): string[] {
  const checks = rules.find(({ type }) => type === "required_status_checks")?.parameters?.["required_status_checks"];
  return Array.isArray(checks) ? checks.map(contextOf) : [];
}

function saidChecks(checks: readonly string[]): string[] {
  return checks.length === 0 ? [] : [`requires ${checks.join(", ")}`];
}

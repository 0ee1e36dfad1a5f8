import { open, type Protection, type Reviewer } from "../../clouds/github/protection.ts";
import type { ExistingEnvironment } from "./existing.ts";
import type { EnvironmentSetting, Refs } from "./settings.ts";
import type { Step } from "./step.ts";

type Found = Pick<Step, "state" | "detail" | "change">;

/** What an environment lacks. What a person has made stricter, or otherwise, is said and left. */
export function compareEnvironment(
  setting: EnvironmentSetting,
  existing: ExistingEnvironment | undefined,
  approvers: readonly Reviewer[],
): Found {
  const approved = setting.approved ? approvers : [];
  if (!existing) {
    const protection: Protection = {
      ...open,
      refs: setting.refs.length > 0 ? "listed" : "any",
      reviewers: approved,
      preventSelfReview: approved.length > 0,
    };
    return {
      state: "missing",
      detail: [saidRefs(setting.refs), saidApproval(setting, approved)].filter(Boolean).join("; "),
      change: { kind: "put environment", protection, policies: setting.refs },
    };
  }
  return compareExisting(setting, existing, approved);
}

function compareExisting(
  setting: EnvironmentSetting,
  { protection, policies }: ExistingEnvironment,
  approvers: readonly Reviewer[],
): Found {
  const refs = compareRefs(setting.refs, protection.refs, policies);
  const adds = setting.approved && approvers.length > 0 && protection.reviewers.length === 0;
  const change = [
    ...(refs.add.length > 0 ? [saidRefs(refs.add)] : []),
    ...(adds ? [`approved by ${saidNames(approvers)}`] : []),
  ];
  const notes = [...refs.notes, ...(adds ? [] : approvalNotes(setting, protection.reviewers, approvers))];
  if (change.length === 0) return { state: notes.length > 0 ? "stays" : "there", detail: notes.join("; ") };
  return {
    state: "differs",
    detail: [...change.map((one) => `adds ${one}`), ...notes].join("; "),
    change: {
      kind: "put environment",
      protection: {
        ...protection,
        ...(refs.add.length > 0 && { refs: "listed" as const }),
        ...(adds && { reviewers: approvers, preventSelfReview: true }),
      },
      policies: refs.add,
    },
  };
}

/** A list that somebody wrote is left, wider or narrower. An empty one lets nobody deploy: a run that was cut off left it. */
function compareRefs(desired: readonly Refs[], standing: Protection["refs"], policies: readonly Refs[]) {
  const leave = (...notes: string[]) => ({ add: [] as readonly Refs[], notes });
  if (desired.length === 0) {
    return standing === "any"
      ? leave()
      : leave("only some refs may deploy, and a pull request's may not be among them");
  }
  if (standing === "protected") return leave("protected branches may deploy, whichever these are");
  if (standing === "any" || policies.length === 0) return { add: desired, notes: [] };
  const without = (all: readonly Refs[], others: readonly Refs[]) =>
    all.filter((one) => !others.some(({ type, pattern }) => type === one.type && pattern === one.pattern));
  const narrower = without(desired, policies).map((one) => `${saidRefs([one])} may not deploy`);
  const wider = without(policies, desired).map((one) => `${saidRefs([one])} may deploy too`);
  return leave(...narrower, ...wider);
}

function approvalNotes({ approved }: EnvironmentSetting, standing: readonly Reviewer[], asked: readonly Reviewer[]) {
  if (!approved) return [];
  if (standing.length === 0) return ["nobody has to approve a run: --approvers names who"];
  const same = asked.every(({ type, id }) => standing.some((one) => one.type === type && one.id === id));
  return same ? [] : [`approved by ${saidNames(standing)}`];
}

function saidApproval({ approved }: EnvironmentSetting, approvers: readonly Reviewer[]): string {
  if (!approved) return "";
  return approvers.length > 0 ? `approved by ${saidNames(approvers)}` : "approved by nobody: --approvers names who";
}

export function saidRefs(refs: readonly Refs[]): string {
  return refs.length === 0 ? "every ref" : refs.map(({ type, pattern }) => `${type} ${pattern}`).join(", ");
}

function saidNames(reviewers: readonly Reviewer[]): string {
  return reviewers.map(({ name }) => name).join(", ");
}

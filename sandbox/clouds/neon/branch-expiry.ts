import type { Clock } from "../core/clock.ts";
import type { Branch, ProjectState } from "./entities.ts";
import { Refusal } from "./errors.ts";

const maximumSeconds = 30 * 24 * 60 * 60;

/**
 * When a branch is to be deleted, checked and cut to whole seconds, as Neon stores it. Throws for a time without zone,
 * in the past or more than thirty days ahead. Source: neon.com/docs/guides/branch-expiration.
 */
export function readExpiry(text: string, clock: Clock): Pick<Required<Branch>, "expires_at" | "ttl_interval_seconds"> {
  const at = Date.parse(text);
  // guess: the statuses and texts of all three refusals
  if (Number.isNaN(at) || !/T.*(Z|[+-]\d{2}:\d{2})$/i.test(text)) {
    throw new Refusal(400, "expires_at must be an RFC 3339 time with a timezone");
  }
  const seconds = Math.floor((at - clock.epochMs()) / 1000);
  if (seconds <= 0) throw new Refusal(400, "expires_at must be in the future");
  if (seconds > maximumSeconds) throw new Refusal(400, "expires_at must be at most 30 days ahead");
  return { expires_at: clock.iso(seconds), ttl_interval_seconds: seconds };
}

/** Throws when this branch must not expire: the default, a protected one, or one that has children. */
export function checkMayExpire(held: ProjectState, branch: Branch): void {
  const hasChildren = held.branches.some(({ parent_id }) => parent_id === branch.id);
  // guess: the status and the text
  if (branch.default) throw new Refusal(422, "the default branch cannot have an expiration time");
  if (branch.protected) throw new Refusal(422, "a protected branch cannot have an expiration time");
  if (hasChildren) throw new Refusal(422, "a branch with children cannot have an expiration time");
}

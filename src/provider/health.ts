import type { Ailment, Observed } from "../plugin/traits.ts";
import { line } from "../problem/command-line.ts";
import type { Cure } from "../problem/parts.ts";

/** Days before its end at which a token or a certificate counts as broken: time enough to notice and to act. */
const EXPIRY_NOTICE_DAYS = 21;

/** A thing that ends at an instant in RFC 3339; without one it has no end. */
export function findExpiry(thing: string, at: string | undefined, now: Date, cure: Cure): Ailment[] {
  const end = Date.parse(at ?? "");
  if (!at || Number.isNaN(end)) return [];
  const days = Math.floor((end - now.getTime()) / 86_400_000);
  if (days >= EXPIRY_NOTICE_DAYS) return [];
  const day = at.slice(0, 10);
  return days < 0
    ? [{ condition: `expired ${day}`, what: `${thing} expired on ${day}.`, cure }]
    : [{ condition: `expires ${day}`, what: `${thing} expires on ${day}, in ${days} days.`, cure }];
}

/** A thing that its vendor calls other than `active`. */
export function findInactive(what: string, status: string | undefined, cure: Cure): Ailment[] {
  if (status === "active") return [];
  const condition = status || "in no known state";
  return [{ condition, what: `${what}: it is ${condition}.`, cure }];
}

/** For a thing that another one takes the place of. */
export function issueAnother({ stack, urn }: Pick<Observed, "stack" | "urn">): Cure {
  return {
    fix: "issue another, which also goes where the old one is",
    // The quotes keep the shell away from the dollar signs.
    commands: [line`pulumi up --refresh --stack ${stack} --replace ${urn}`],
  };
}

import { Problem } from "../../problem/problem.ts";

/** Days that Fly keeps a daily snapshot of a volume (fly.io/docs/volumes/snapshots). */
export const FLY_SNAPSHOT_DAYS = { least: 1, most: 60, default: 5 } as const;

/** A volume only ever grows (fly.io/docs/volumes/volume-manage): why `desiredGb` cannot be what it is made. */
export function flyVolumeShrinkProblem(name: string, sizeGb: number, desiredGb: number): Problem | undefined {
  if (desiredGb >= sizeGb) return undefined;
  return new Problem({
    code: "fly-volume-shrink",
    what: `Volume "${name}" has ${sizeGb} GB, and ${desiredGb} GB are declared.`,
    why: "A Fly volume cannot be made smaller, and a new one would start without this one's data.",
    fix:
      `write ${sizeGb}; to pay for less, declare a smaller volume under another name beside it, copy the data over, ` +
      "let the app mount that one, then remove this one",
  });
}

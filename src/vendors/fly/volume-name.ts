import { Problem } from "../../problem/problem.ts";

/** Other clients of Fly stop here too; no page of Fly's says it, so that it may be less or more. */
const MOST = 30;

/** Fly refuses the dash that its app names have, and nothing but a-z, 0-9 and underscores is seen in its documents. */
export function flyVolumeNameProblem(name: string): Problem | undefined {
  if (/^[a-z0-9_]+$/.test(name) && name.length <= MOST) return undefined;
  const nearest = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, MOST)
    .replaceAll(/^_+|_+$/g, "");
  return new Problem({
    code: "fly-volume-name",
    what: `${JSON.stringify(name)} is not a name Fly accepts for a volume.`,
    why:
      name.length > MOST
        ? `It has ${name.length} characters; a volume's name has at most ${MOST}.`
        : "A volume's name has only a-z, 0-9 and underscores.",
    fix: nearest === "" ? "write a name such as app_data" : `write ${nearest}`,
  });
}

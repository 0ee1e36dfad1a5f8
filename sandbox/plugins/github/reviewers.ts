import { z } from "zod";

const ids = z.array(z.number().int()).default([]);

/** At most one entry, of at most six people and teams together, by number. */
export const reviewers = z
  .array(
    z
      .object({ teams: ids, users: ids })
      .refine(({ teams, users }) => teams.length + users.length <= 6, "names more than 6 people and teams."),
  )
  .max(1);
export type Reviewers = z.infer<typeof reviewers>;

/** One reviewer as an environment's rule lists it. */
export const reviewer = z.object({ type: z.enum(["User", "Team"]), reviewer: z.object({ id: z.number() }) });

/** The wire form, or `null` for none. */
export function toReviewers(given: Reviewers | undefined): { type: "User" | "Team"; id: number }[] | null {
  const { teams, users } = given?.[0] ?? { teams: [], users: [] };
  const all = [
    ...teams.map((id) => ({ type: "Team" as const, id })),
    ...users.map((id) => ({ type: "User" as const, id })),
  ];
  return all.length > 0 ? all : null;
}

/** The program's form. To the provider both lists are sets, so the order of `known` is kept where it can be. */
export function fromReviewers(live: readonly z.infer<typeof reviewer>[], known: Reviewers | undefined): Reviewers {
  const idsOf = (type: "User" | "Team", before: readonly number[]) => {
    const present = live.filter((one) => one.type === type).map((one) => one.reviewer.id);
    return [...before.filter((id) => present.includes(id)), ...present.filter((id) => !before.includes(id))];
  };
  const [before] = known ?? [];
  return [{ teams: idsOf("Team", before?.teams ?? []), users: idsOf("User", before?.users ?? []) }];
}

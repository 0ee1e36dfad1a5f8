import type { FlyState, Organization } from "./state.ts";

/** The organization of a slug; `personal` is another word for the account's own one. */
export function findOrganization(state: FlyState, slug: string): Organization | undefined {
  return state.organizations.find((one) => one.slug === slug || (one.isPersonal && slug === "personal"));
}

/** The organization that an app or cluster names; it was looked up when they were made. */
export function organizationOf(state: FlyState, owned: { readonly organization: string }): Organization {
  const organization = findOrganization(state, owned.organization);
  if (!organization) throw new Error(`the state has no organization ${owned.organization}`);
  return organization;
}

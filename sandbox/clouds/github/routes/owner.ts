import { param } from "../../core/router.ts";
import { answer, notFound, rateLimit } from "../answer.ts";
import type { GithubOperation } from "../entities.ts";
import { findOwner } from "../store.ts";
import { describeOrganization, describeOwnUser, describeProfile } from "../views/owner.ts";

export const ownerOperations: readonly GithubOperation[] = [
  {
    name: "github.getAuthenticatedUser",
    method: "GET",
    path: "/user",
    handle: (request) => answer(200, describeOwnUser(request)),
  },
  {
    name: "github.getUser",
    method: "GET",
    path: "/users/:login",
    handle: (request) => {
      const owner = findOwner(request, param(request, "login"));
      return owner ? answer(200, describeProfile(request, owner)) : notFound();
    },
  },
  {
    name: "github.getOrganization",
    method: "GET",
    path: "/orgs/:org",
    handle: (request) => {
      const owner = findOwner(request, param(request, "org"));
      return owner?.isOrganization ? answer(200, describeOrganization(request, owner)) : notFound();
    },
  },
  {
    name: "github.getRateLimit",
    method: "GET",
    path: "/rate_limit",
    handle: ({ state }) =>
      answer(
        200,
        { resources: { core: rateLimit(), search: rateLimit() }, rate: rateLimit() },
        state.tokenEndsAt === undefined
          ? {}
          : { "github-authentication-token-expiration": formatEnd(state.tokenEndsAt) },
      ),
  },
];

/** `2026-12-31 23:59:59 UTC` (github.blog/changelog/2021-07-26-expiration-options-for-personal-access-tokens). */
function formatEnd(endsAt: string): string {
  return `${endsAt.slice(0, 19).replace("T", " ")} UTC`;
}

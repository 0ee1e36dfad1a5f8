/** Who wrote an issue or a comment, as GitHub answers it. */
export interface Author {
  /** `null` when the account was deleted. */
  readonly user: { readonly type: string } | null;
  readonly author_association?: string | undefined;
}

const insiders = ["OWNER", "MEMBER", "COLLABORATOR"];

/**
 * Whether it comes from within: a bot, which somebody with rights let in, or a person with rights in the repository. Anybody
 * may comment on a public one, and so write any marker.
 */
export function isTrusted({ user, author_association: association }: Author): boolean {
  return user?.type === "Bot" || insiders.includes(association ?? "");
}

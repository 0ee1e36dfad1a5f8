/** Somebody else's action, at one commit: a tag can be moved to other code by whoever takes over its repository. */
export interface PinnedAction {
  readonly action: string;
  /** Tag that stood at the commit. */
  readonly version: string;
  readonly commit: string;
}

/** Every action that the generated workflows use. A newer version is one line here; its commit is the tag's on GitHub. */
export const pinnedActions = {
  /** github.com/actions/checkout/releases/tag/v5.0.0 */
  checkout: { action: "actions/checkout", version: "v5.0.0", commit: "08c6903cd8c0fde910a37f88322edcfb5dd907a8" },
  /** github.com/superfly/flyctl-actions/releases/tag/1.5 */
  setupFlyctl: {
    action: "superfly/flyctl-actions/setup-flyctl",
    version: "1.5",
    commit: "fc53c09e1bc3be6f54706524e3b82c4f462f77be",
  },
} as const satisfies { readonly [name: string]: PinnedAction };

/** What stands after `uses:`. */
export function referenceTo({ action, commit }: PinnedAction): string {
  return `${action}@${commit}`;
}

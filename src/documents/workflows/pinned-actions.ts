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
  /** github.com/actions/setup-node/releases/tag/v6.0.0 */
  setupNode: { action: "actions/setup-node", version: "v6.0.0", commit: "2028fbc5c25fe9cf00d9f06a71cc4710d4507903" },
  /** github.com/pulumi/actions/releases/tag/v7.0.0 */
  setupPulumi: { action: "pulumi/actions", version: "v7.0.0", commit: "8e5e406f4007fca908480587cb9893c07090f58d" },
  /** github.com/pulumi/auth-actions/releases/tag/v2.1.0 */
  pulumiLogin: {
    action: "pulumi/auth-actions",
    version: "v2.1.0",
    commit: "141415910c3beb54e03b48e9057c204c97b956f2",
  },
  /** github.com/actions/upload-artifact/releases/tag/v7.0.1 */
  uploadArtifact: {
    action: "actions/upload-artifact",
    version: "v7.0.1",
    commit: "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a",
  },
  /** github.com/actions/download-artifact/releases/tag/v8.0.1 */
  downloadArtifact: {
    action: "actions/download-artifact",
    version: "v8.0.1",
    commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
  },
} as const satisfies { readonly [name: string]: PinnedAction };

/** What stands after `uses:`. */
export function referenceTo({ action, commit }: PinnedAction): string {
  return `${action}@${commit}`;
}

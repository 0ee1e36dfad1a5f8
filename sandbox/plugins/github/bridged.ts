import type { BridgeOptions } from "../core/bridge.ts";

/** The github plugin's ways, observed with the real one (6.15.0). */
export const githubBridge: BridgeOptions = {
  coarse: false,
  types: {
    "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": {
      schemaVersion: 1,
      nulls: ["encryptedValue", "plaintextValue", "valueEncrypted"],
    },
    "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": { schemaVersion: 1 },
    "github:index/repositoryEnvironment:RepositoryEnvironment": {
      schemaVersion: 1,
      defaults: { preventSelfReview: false },
    },
    "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": { schemaVersion: 1 },
  },
};

import type { AnyDefinition } from "../plugin/resource.ts";
import type { Clouds } from "./clouds.ts";
import { appDefinition } from "./fly/app.ts";
import { certificateDefinition } from "./fly/certificate.ts";
import { deployTokenDefinition } from "./fly/deploy-token.ts";
import { ipAddressDefinition } from "./fly/ip-address.ts";
import { postgresDefinition } from "./fly/postgres.ts";
import { postgresDatabaseDefinition } from "./fly/postgres-database.ts";
import { postgresUserDefinition } from "./fly/postgres-user.ts";
import { secretsDefinition } from "./fly/secrets.ts";
import { volumeDefinition } from "./fly/volume.ts";
import { generatedSecretDefinition } from "./generated/generated-secret.ts";
import { lineageDefinition } from "./lineage.ts";
import { branchDefinition } from "./neon/branch.ts";
import { databaseDefinition } from "./neon/database.ts";
import { projectDefinition } from "./neon/project.ts";
import { roleDefinition } from "./neon/role.ts";
import { compatibilityDefinition } from "./pages/compatibility.ts";
import { productionBranchDefinition } from "./pages/production-branch.ts";
import { variablesDefinition } from "./pages/variables.ts";
import { credentialsDefinition } from "./r2/credentials.ts";

/** Every resource type of the plugin. */
export const definitions: readonly AnyDefinition<Clouds>[] = [
  appDefinition,
  certificateDefinition,
  deployTokenDefinition,
  ipAddressDefinition,
  postgresDefinition,
  postgresDatabaseDefinition,
  postgresUserDefinition,
  secretsDefinition,
  volumeDefinition,
  generatedSecretDefinition,
  lineageDefinition,
  branchDefinition,
  databaseDefinition,
  projectDefinition,
  roleDefinition,
  compatibilityDefinition,
  productionBranchDefinition,
  variablesDefinition,
  credentialsDefinition,
];

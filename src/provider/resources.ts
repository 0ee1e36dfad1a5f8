import shapes from "../../types/resource-shapes.json" with { type: "json" };
import { resourceClass, type Typed } from "../plugin/resource-class.ts";
import type { appDefinition } from "./fly/app.ts";
import type { certificateDefinition } from "./fly/certificate.ts";
import type { deployTokenDefinition } from "./fly/deploy-token.ts";
import type { ipAddressDefinition } from "./fly/ip-address.ts";
import type { postgresDefinition } from "./fly/postgres.ts";
import type { postgresDatabaseDefinition } from "./fly/postgres-database.ts";
import type { postgresUserDefinition } from "./fly/postgres-user.ts";
import type { secretsDefinition } from "./fly/secrets.ts";
import type { volumeDefinition } from "./fly/volume.ts";
import type { generatedSecretDefinition } from "./generated/generated-secret.ts";
import type { lineageDefinition } from "./lineage.ts";
import type { branchDefinition } from "./neon/branch.ts";
import type { databaseDefinition } from "./neon/database.ts";
import type { projectDefinition } from "./neon/project.ts";
import type { roleDefinition } from "./neon/role.ts";
import type { compatibilityDefinition } from "./pages/compatibility.ts";
import type { productionBranchDefinition } from "./pages/production-branch.ts";
import type { variablesDefinition } from "./pages/variables.ts";
import type { credentialsDefinition } from "./r2/credentials.ts";

/** By the token alone, so that a program that makes such a resource loads neither its definition nor a schema. */
function classOf<D extends Typed>(token: keyof typeof shapes) {
  return resourceClass<D>(token, shapes[token]);
}

export const FlyApp = classOf<typeof appDefinition>("parity:fly:App");
export const FlyCertificate = classOf<typeof certificateDefinition>("parity:fly:Certificate");
export const FlyDeployToken = classOf<typeof deployTokenDefinition>("parity:fly:DeployToken");
export const FlyIpAddress = classOf<typeof ipAddressDefinition>("parity:fly:IpAddress");
export const FlyPostgres = classOf<typeof postgresDefinition>("parity:fly:Postgres");
export const FlyPostgresDatabase = classOf<typeof postgresDatabaseDefinition>("parity:fly:PostgresDatabase");
export const FlyPostgresUser = classOf<typeof postgresUserDefinition>("parity:fly:PostgresUser");
export const FlySecrets = classOf<typeof secretsDefinition>("parity:fly:Secrets");
export const FlyVolume = classOf<typeof volumeDefinition>("parity:fly:Volume");
export const GeneratedSecret = classOf<typeof generatedSecretDefinition>("parity:index:GeneratedSecret");
export const Lineage = classOf<typeof lineageDefinition>("parity:index:Lineage");
export const NeonBranch = classOf<typeof branchDefinition>("parity:neon:Branch");
export const NeonDatabase = classOf<typeof databaseDefinition>("parity:neon:Database");
export const NeonProject = classOf<typeof projectDefinition>("parity:neon:Project");
export const NeonRole = classOf<typeof roleDefinition>("parity:neon:Role");
export const PagesCompatibility = classOf<typeof compatibilityDefinition>("parity:pages:Compatibility");
export const PagesProductionBranch = classOf<typeof productionBranchDefinition>("parity:pages:ProductionBranch");
export const PagesVariables = classOf<typeof variablesDefinition>("parity:pages:Variables");
export const R2Credentials = classOf<typeof credentialsDefinition>("parity:r2:Credentials");

import { appDefinition } from "../provider/fly/app.ts";
import { certificateDefinition } from "../provider/fly/certificate.ts";
import { deployTokenDefinition } from "../provider/fly/deploy-token.ts";
import { ipAddressDefinition } from "../provider/fly/ip-address.ts";
import { secretsDefinition } from "../provider/fly/secrets.ts";
import { generatedSecretDefinition } from "../provider/generated/generated-secret.ts";
import { projectDefinition } from "../provider/neon/project.ts";
import { variablesDefinition } from "../provider/pages/variables.ts";
import { resourceClass } from "./sdk.ts";

export const FlyApp = resourceClass(appDefinition);
export const FlyCertificate = resourceClass(certificateDefinition);
export const FlyDeployToken = resourceClass(deployTokenDefinition);
export const FlyIpAddress = resourceClass(ipAddressDefinition);
export const FlySecrets = resourceClass(secretsDefinition);
export const GeneratedSecret = resourceClass(generatedSecretDefinition);
export const NeonProject = resourceClass(projectDefinition);
export const PagesVariables = resourceClass(variablesDefinition);

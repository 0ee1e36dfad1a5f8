import * as pulumi from "@pulumi/pulumi";
import type { Secrets } from "../components/endpoints.ts";
import { isObject } from "../config/merge.ts";
import type { Given } from "../config/source/engine-values.ts";

/** What Pulumi's engine hands on of the config of the stack that it runs. */
export interface HandedOn extends Given {
  readonly project: string;
  /** Folder with Pulumi.yaml. */
  readonly folder: string;
  readonly secrets: Secrets;
  readonly kept: readonly string[];
}

/** Of the run that this is the program of. */
export function handedOn(): HandedOn {
  const project = pulumi.getProject();
  const secrets = readConfig(`${project}:secrets`);
  return {
    ...{ project, stack: pulumi.getStack(), folder: pulumi.getRootDirectory() },
    system: readConfig(`${project}:system`),
    environment: readConfig(`${project}:environment`),
    secrets: isObject(secrets) ? (secrets as Secrets) : {},
    kept: JSON.parse(process.env["PARITY_KEPT"] ?? "[]") as string[],
    secretKeys: JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[],
  };
}

/** A setting as the engine hands it on. What is not JSON is answered as it is: it cannot be what a file says. */
function readConfig(key: string): unknown {
  const text = pulumi.runtime.getConfig(key) ?? "";
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

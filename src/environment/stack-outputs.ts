import * as pulumi from "@pulumi/pulumi";
import { Problem } from "../problem/problem.ts";
import { readWithPassphrase } from "./other-passphrase.ts";

export type StackOutputs = { readonly [address: string]: unknown };

/** What the engine answers (pulumi/pulumi pkg/resource/deploy/builtins.go, `readStackOutputs`). */
interface Answer {
  readonly outputs: StackOutputs;
  readonly secretOutputNames?: readonly string[];
}

/**
 * What another stack of the project said when it last ran, or `undefined` when it has never run. It asks the engine directly, because a
 * program cannot catch the failure of a StackReference.
 * @throws Problem where its secrets are encrypted with another passphrase, which PARITY_OTHER_PASSPHRASE is not
 */
export async function readOutputs(stack: string): Promise<StackOutputs | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  try {
    const answer: Answer = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
    if (!isLocked(answer)) return answer.outputs;
  } catch (error) {
    if (error instanceof Error && /unknown stack|no stack named|no previous deployment/i.test(error.message))
      return undefined;
    throw error;
  }
  const other = process.env["PARITY_OTHER_PASSPHRASE"];
  const found = other ? await readWithPassphrase(other, name, pulumi.getRootDirectory()) : undefined;
  if (found) return found;
  throw new Problem({
    code: "other-passphrase",
    what: `The passphrase of this run does not open the secrets of the stack "${stack}"${other ? ", nor does PARITY_OTHER_PASSPHRASE" : ""}.`,
    fix: `set PARITY_OTHER_PASSPHRASE to the passphrase of "${stack}"; PULUMI_CONFIG_PASSPHRASE stays that of the stack itself`,
  });
}

/** In place of a secret that it cannot decrypt the engine answers an empty object, and no error (its backend/secrets.go). */
function isLocked({ outputs, secretOutputNames = [] }: Answer): boolean {
  return secretOutputNames.some((name) => {
    const value = outputs[name];
    return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
  });
}

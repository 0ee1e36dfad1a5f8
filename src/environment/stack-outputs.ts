import * as pulumi from "@pulumi/pulumi";
import { readWithPassphrase } from "./other-passphrase.ts";

export type StackOutputs = { readonly [address: string]: unknown };

/**
 * What another stack of the project said when it last ran, or `undefined` when it has never run. Rejects when its state cannot be
 * read, such as with a passphrase of its own that PARITY_OTHER_PASSPHRASE is not. It asks the engine directly, because a program cannot
 * catch the failure of a StackReference.
 */
export async function readOutputs(stack: string): Promise<StackOutputs | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  try {
    const found = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
    return found.outputs;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/unknown stack|no stack named|no previous deployment/i.test(error.message)) return undefined;
    const other = process.env["PARITY_OTHER_PASSPHRASE"];
    if (!other || !/incorrect passphrase/.test(error.message)) throw error;
    return readWithPassphrase(other, name, pulumi.getRootDirectory());
  }
}

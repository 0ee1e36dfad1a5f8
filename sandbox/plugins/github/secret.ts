import { z } from "zod";
import { unsupported } from "../core/unsupported.ts";
import { actionName } from "./action-name.ts";
import type { GithubClient } from "./client.ts";
import { goTime } from "./go-time.ts";

/** Inputs of secrets of a repository and of an environment alike. */
export const secretInputs = {
  repository: z.string(),
  secretName: actionName,
  value: z.string(),
  encryptedValue: unsupported,
  keyId: unsupported,
  plaintextValue: unsupported,
  valueEncrypted: unsupported,
};

const times = { createdAt: z.string(), updatedAt: z.string(), remoteUpdatedAt: z.string() };

/**
 * Times as Go text. `updatedAt` is of our own last write, `remoteUpdatedAt` of anybody's. Both are computed: that somebody else wrote
 * the secret is not a difference to the plugin.
 */
export const secretOutputs = z.object({ ...times, repositoryId: z.number(), keyId: z.string().optional() });
type Times = Omit<z.infer<typeof secretOutputs>, "repositoryId">;

const publicKey = z.object({ key_id: z.string(), key: z.string() });
const liveSecret = z.object({ created_at: z.string(), updated_at: z.string() });

/** Seals the value for the scope's key, writes it, and reads it back for its times. `list` is the path of the secrets. */
export async function putSecret(
  github: GithubClient,
  list: string,
  { secretName, value }: { readonly secretName: string; readonly value: string },
  signal: AbortSignal,
): Promise<Times> {
  const { key_id, key } = publicKey.parse(await github.call("GET", `${list}/public-key`, signal));
  const path = `${list}/${secretName}`;
  // For the first value: libsodium is compiled from WebAssembly, for as long as the rest of the plugin takes to start.
  const { seal } = await import("./sealed-box.ts");
  await github.call("PUT", path, signal, { key_id, encrypted_value: seal(value, key) });
  return { ...timesOf(await github.call("GET", path, signal)), keyId: key_id };
}

/** Answers times only: a value is never told. `undefined` when there is no such secret. */
export async function findSecret(github: GithubClient, path: string, signal: AbortSignal): Promise<Times | undefined> {
  const found = await github.find(path, signal);
  return found === undefined ? undefined : timesOf(found);
}

/** Inputs and outputs after a refresh that found `live`. Without `known`, which is an import, the value stays unknown. */
export function refreshSecret<Inputs extends { value: string }>(
  live: Times,
  known: { readonly inputs: Inputs; readonly outputs: Times } | undefined,
) {
  const updatedAt = known?.outputs.updatedAt ?? live.updatedAt;
  return {
    // Unlike any real value, so that the update after an import writes the program's.
    inputs: { value: known?.inputs.value ?? "" },
    outputs: { ...known?.outputs, createdAt: live.createdAt, updatedAt, remoteUpdatedAt: live.remoteUpdatedAt },
  };
}

function timesOf(answer: unknown): Times {
  const { created_at, updated_at } = liveSecret.parse(answer);
  return { createdAt: goTime(created_at), updatedAt: goTime(updated_at), remoteUpdatedAt: goTime(updated_at) };
}

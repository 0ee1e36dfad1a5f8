import { CloudError, isStatus } from "../../clouds/call/cloud-error.ts";
import { readBack, retryWhile } from "../../clouds/call/poll.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlySecretsWrite } from "../../clouds/fly/secrets.ts";
import type { Context } from "../../plugin/resource.ts";
import { whatOf } from "../../problem/reason.ts";

/** Values to set; null removes. */
export type SecretChanges = Readonly<Record<string, string | null>>;

/** What Fly answered after our own writes. */
export interface AppliedSecrets {
  readonly version: number;
  /** By name, of every secret written here and not removed. Empty when it is not certain that Fly has the value. */
  readonly digests: Readonly<Record<string, string>>;
}

export interface WriteOutcome {
  readonly written: AppliedSecrets;
  /** Says which changes could not be confirmed; absent when all were. */
  readonly doubt?: string;
}

/**
 * Sends the changes in one request and reads them back. Throws only when Fly certainly did nothing; whatever else goes
 * wrong is a `doubt`, with the names concerned marked so that the next write sends them again.
 * @param onTaken called as soon as Fly has taken them, before they are read back
 */
export async function writeSecrets(
  fly: FlyClient,
  app: string,
  changes: SecretChanges,
  before: AppliedSecrets,
  context: Context,
  onTaken: () => void,
): Promise<WriteOutcome> {
  let version = before.version;
  try {
    const write = await send(fly, app, changes, context);
    version = write.version;
    onTaken();
    let listed: ReadonlyMap<string, string> = new Map();
    const findMissing = async (minVersion?: number) => {
      const now = await list(fly, app, minVersion);
      listed = now ?? listed;
      return Object.keys(changes).filter((name) => !now || !isConfirmed(name, changes, write, now));
    };
    const late = await readBack({ deadlineMs: 5_000, signal: context.signal }, () => findMissing(version));
    // Whatever Fly shows by now counts, of this version or not.
    const lost = late.length === 0 ? late : await findMissing();
    const written = { version, digests: toDigests(before, changes, listed, lost) };
    if (lost.length === 0) return { written };
    return {
      written,
      doubt: `it answered that all is set, but its list does not show the change of ${lost.join(", ")}.`,
    };
  } catch (failure) {
    if (version === before.version && failure instanceof CloudError && !failure.uncertain) throw failure;
    const written = { version, digests: toDigests(before, changes, new Map(), Object.keys(changes)) };
    return { written, doubt: whatOf(failure) };
  }
}

/** Two writers at once may be answered 409 (the API's error types name it). */
function send(fly: FlyClient, app: string, changes: SecretChanges, { signal }: Context): Promise<FlySecretsWrite> {
  const busy = (failure: unknown) => isStatus(failure, 409);
  return retryWhile({ deadlineMs: 60_000, signal }, busy, () => fly.secrets.write(app, changes));
}

/** Digests by name. `undefined` while Fly has not come to `minVersion` yet, which it answers with 412. */
async function list(
  fly: FlyClient,
  app: string,
  minVersion?: number,
): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const secrets = (await fly.secrets.list(app, minVersion)) ?? [];
    return new Map(secrets.map(({ name, digest }) => [name, digest]));
  } catch (failure) {
    if (isStatus(failure, 412)) return undefined;
    throw failure;
  }
}

function isConfirmed(
  name: string,
  changes: SecretChanges,
  write: FlySecretsWrite,
  listed: ReadonlyMap<string, string>,
): boolean {
  if (changes[name] === null) return !listed.has(name);
  const answered = write.secrets.find((secret) => secret.name === name)?.digest;
  return listed.has(name) && (answered === undefined || answered === listed.get(name));
}

function toDigests(
  before: AppliedSecrets,
  changes: SecretChanges,
  listed: ReadonlyMap<string, string>,
  lost: readonly string[],
): Record<string, string> {
  const digests = new Map(Object.entries(before.digests));
  for (const [name, value] of Object.entries(changes)) {
    if (lost.includes(name)) digests.set(name, "");
    else if (value === null) digests.delete(name);
    else digests.set(name, listed.get(name) ?? "");
  }
  return Object.fromEntries(digests);
}

import { digest } from "../../sandbox/clouds/core/digest.ts";
import type { App, FlyState } from "../../sandbox/clouds/fly/entities.ts";
import { digestSecret } from "../../sandbox/clouds/fly/routes/secrets.ts";
import type { Held } from "./census.ts";

type Entries = Readonly<Record<string, string>>;

/** Names under which plyr.fm's apps have the key of the buckets. */
const KEY = { id: "AWS_ACCESS_KEY_ID", secret: "AWS_SECRET_ACCESS_KEY" };

/**
 * Holds what each consumer has of a credential against what its vendor still takes, after every call: the secrets of each app, those
 * that each of its machines has started with, and the tokens of GitHub environments.
 */
export class Credentials {
  /** Digests of each version of an app's secrets, by app and version: a machine has those that it started with. */
  #versions: { [at: string]: Entries } = {};
  /** S3 secret by the id of an R2 token, and id of a Fly token by the digest of its value: told once, when they are issued. */
  readonly #s3 = new Map<string, string>();
  readonly #fly = new Map<string, string>();
  readonly #complaints = new Set<string>();
  /** Whether what is not valid is a complaint. */
  isHeld = false;

  note(answer: string, held: Held): void {
    const issued = /"id":"([^"]+)"[^{}]*"tokenHeader":"([^"]+)"/.exec(answer);
    if (issued?.[1] && issued[2]) this.#fly.set(digest(issued[2]), issued[1]);
    const made = answer.includes('"value"') ? (JSON.parse(answer) as { result?: { id?: string; value?: string } }) : {};
    if (made.result?.id && made.result.value) this.#s3.set(made.result.id, digest(made.result.value));
    for (const { name, secrets } of Object.values(held.fly.apps)) {
      const entries = Object.values(secrets.entries).map((one) => [one.name, one.digest]);
      this.#versions[`${name}/${secrets.version}`] = Object.fromEntries(entries) as Entries;
    }
    if (this.isHeld) for (const complaint of this.#findInvalid(held)) this.#complaints.add(complaint);
  }

  /** What was not valid since this was last asked. */
  complaints(): string[] {
    const found = [...this.#complaints];
    this.#complaints.clear();
    return found;
  }

  /** Answers what brings back what is known of versions now. */
  remember(): () => void {
    const versions = structuredClone(this.#versions);
    return () => {
      this.#versions = structuredClone(versions);
    };
  }

  #findInvalid(held: Held): string[] {
    const valid = Object.values(held.cloudflare.tokens).filter(({ status }) => status === "active");
    const opens = (app: App, entries: Entries = {}) =>
      valid.some(
        ({ id }) =>
          entries[KEY.id] === digestSecret(app, id) &&
          entries[KEY.secret] === digestSecret(app, this.#s3.get(id) ?? ""),
      );
    const apps = Object.values(held.fly.apps).filter(({ secrets }) => Object.hasOwn(secrets.entries, KEY.id));
    return [
      ...apps.flatMap((app) => {
        const machines = Object.values(app.machines).map(({ id, secretsVersion }) => [id, secretsVersion] as const);
        return [["its secrets", app.secrets.version] as const, ...machines]
          .filter(([, version]) => !opens(app, this.#versions[`${app.name}/${version}`]))
          .map(([who, version]) => `${who} of ${app.name}: the key of version ${version} opens no bucket`);
      }),
      ...this.#invalidTokens(held),
    ];
  }

  #invalidTokens({ fly, github }: Held): string[] {
    return (github?.repositories ?? []).flatMap(({ environments }) =>
      environments.flatMap(({ name, secrets }) =>
        Object.entries(secrets)
          .filter(([secret, { sha256 }]) => secret.startsWith("FLY_API_TOKEN") && !isLive(fly, this.#fly.get(sha256)))
          .map(([secret]) => `${secret} of the GitHub environment ${name}: Fly refuses it`),
      ),
    );
  }
}

function isLive({ accessTokens }: FlyState, id: string | undefined): boolean {
  return accessTokens.some((token) => token.id === id && token.revokedAt === undefined);
}

import type { JsonApi } from "../call/json-api.ts";
import { appPath } from "./apps.ts";

/** A secret as the API shows it outside of machines: never with its value. */
export interface FlySecret {
  readonly name: string;
  /** Opaque. Changes with the value; how it is computed is not documented. */
  readonly digest: string;
  readonly created_at?: string;
  readonly updated_at?: string;
}

export interface FlySecretsWrite {
  /** The app-wide version that every write raises. */
  readonly version: number;
  /** Maybe all of the app's secrets, maybe only the written ones: the API does not say. */
  readonly secrets: readonly FlySecret[];
}

/** https://docs.machines.dev, "Secrets". A write is staged: machines see it when they are next created or updated. */
export class FlySecrets {
  constructor(private readonly http: JsonApi) {}

  /**
   * `undefined` when there is no such app. `minVersion` is the version of the caller's own last write: without it the
   * list may lag behind.
   */
  async list(app: string, minVersion?: number): Promise<readonly FlySecret[] | undefined> {
    const answer = await this.http.requestIfPresent<{ secrets: FlySecret[] | null }>({
      action: `list the secrets of app "${app}"`,
      method: "GET",
      path: appPath(app, "secrets"),
      query: { min_version: minVersion },
    });
    return answer && (answer.secrets ?? []);
  }

  /** Sets the strings and removes the nulls in one step; names not mentioned stay. Removing an unknown name is no error. */
  async write(app: string, values: Readonly<Record<string, string | null>>): Promise<FlySecretsWrite> {
    const answer = await this.http.request<Partial<FlySecretsWrite> & { Version?: number }>({
      action: `write secrets of app "${app}"`,
      method: "POST",
      path: appPath(app, "secrets"),
      body: { values },
      repeatable: true,
      secrets: Object.values(values).filter((value) => value !== null),
    });
    return { version: answer.version ?? answer.Version ?? 0, secrets: answer.secrets ?? [] };
  }

  /** Removes names in one step. The app may be gone. */
  async remove(app: string, names: readonly string[]): Promise<void> {
    await this.http.requestIfPresent({
      action: `remove secrets of app "${app}"`,
      method: "POST",
      path: appPath(app, "secrets"),
      body: { values: Object.fromEntries(names.map((name) => [name, null])) },
    });
  }
}

import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { appPath } from "./apps.ts";

/** A secret as the API shows it outside of machines: never with its value. */
const secret = z.object({
  name: z.string(),
  /** Opaque. Changes with the value; how it is computed is not documented. */
  digest: z.string(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
});

export type FlySecret = z.infer<typeof secret>;

const secrets = z.array(secret).nullable();

/** The field's name differs between the OpenAPI document and what the API answers. */
const version = z
  .object({ version: z.int(), Version: z.int(), secrets: secrets })
  .partial()
  .refine((answer) => (answer.version ?? answer.Version) !== undefined, "version is missing");

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
    const answer = await this.http.requestIfPresent({
      action: `list the secrets of app "${app}"`,
      method: "GET",
      path: appPath(app, "secrets"),
      query: { min_version: minVersion },
      answer: z.object({ secrets }),
    });
    return answer && (answer.secrets ?? []);
  }

  /** Sets the strings and removes the nulls in one step; names not mentioned stay. Removing an unknown name is not an error. */
  async write(app: string, values: Readonly<Record<string, string | null>>): Promise<FlySecretsWrite> {
    const answer = await this.http.request({
      action: `write secrets of app "${app}"`,
      method: "POST",
      path: appPath(app, "secrets"),
      body: { values },
      answer: version,
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
      answer: acknowledgement,
    });
  }
}

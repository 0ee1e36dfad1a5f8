import { createHmac } from "node:crypto";
import { z } from "zod";
import type { App, FlyOperation, FlyRequest, Secret } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { readBody } from "../request-body.ts";
import { findLiveApp, lookUp } from "../store.ts";

/** `null` deletes (fly-go `map[string]*string`; the API description types strings only). */
const updateBody = z.object({ values: z.record(z.string(), z.string().nullable()) });
const setBody = z.object({ value: z.string() });

export const secrets: FlyOperation[] = [
  { name: "fly.listSecrets", method: "GET", path: "/v1/apps/:app/secrets", handle: listSecrets },
  { name: "fly.updateSecrets", method: "POST", path: "/v1/apps/:app/secrets", handle: updateSecrets },
  { name: "fly.readSecret", method: "GET", path: "/v1/apps/:app/secrets/:secret", handle: readSecret },
  { name: "fly.setSecret", method: "POST", path: "/v1/apps/:app/secrets/:secret", handle: setSecret },
  { name: "fly.deleteSecret", method: "DELETE", path: "/v1/apps/:app/secrets/:secret", handle: deleteSecret },
];

function listSecrets(request: FlyRequest) {
  const app = findLiveApp(request);
  // The API description calls it min_version, fly-go sends version.
  const desired = Number(request.query.get("min_version") ?? request.query.get("version") ?? 0);
  requireSecretsVersion(app, desired);
  return { status: 200, body: { secrets: describeSecrets(app) } };
}

function updateSecrets(request: FlyRequest) {
  const app = findLiveApp(request);
  writeSecrets(request, app, readBody(request, updateBody).values);
  return { status: 200, body: { secrets: describeSecrets(app), ...versionFields(app) } };
}

/** Sets each secret, or takes it away where the value is null. Refuses all of them when one has a name that none can have. */
export function writeSecrets(request: FlyRequest, app: App, values: Readonly<Record<string, string | null>>): void {
  for (const name of Object.keys(values)) checkName(name);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) delete app.secrets.entries[name];
    else writeSecret(request, app, name, value);
  }
  app.secrets.version += 1;
}

function readSecret(request: FlyRequest) {
  return { status: 200, body: describeSecret(requireSecret(request, findLiveApp(request))) };
}

function setSecret(request: FlyRequest) {
  const app = findLiveApp(request);
  const { value } = readBody(request, setBody);
  const name = request.params["secret"] ?? "";
  checkName(name);
  const secret = writeSecret(request, app, name, value);
  app.secrets.version += 1;
  return { status: 201, body: { ...describeSecret(secret), ...versionFields(app) } };
}

function deleteSecret(request: FlyRequest) {
  const app = findLiveApp(request);
  delete app.secrets.entries[requireSecret(request, app).name];
  app.secrets.version += 1;
  return { status: 200, body: versionFields(app) };
}

/** Refuses a version that no write has reached yet. */
export function requireSecretsVersion(app: App, version: number): void {
  if (version > app.secrets.version)
    throw new Refusal(412, `min_secrets_version ${version} is not yet available on this app`);
}

/** Fly does not say how it digests: keyed here, so that no client can work it out for itself. */
export function digestSecret({ id }: Pick<App, "id">, value: string): string {
  return createHmac("sha256", id).update(value).digest("hex").slice(0, 32);
}

function writeSecret({ clock }: FlyRequest, app: App, name: string, value: string): Secret {
  const secret = {
    name,
    digest: digestSecret(app, value),
    createdAt: lookUp(app.secrets.entries, name)?.createdAt ?? clock.iso(),
    updatedAt: clock.iso(),
  };
  app.secrets.entries[name] = secret;
  return secret;
}

function checkName(name: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new Refusal(400, `invalid secret name "${name}": only letters, numbers and underscores`);
}

function requireSecret({ params }: FlyRequest, app: App): Secret {
  const secret = lookUp(app.secrets.entries, params["secret"]);
  if (!secret) throw new Refusal(404, "secret not found");
  return secret;
}

function describeSecrets(app: App) {
  const sorted = Object.values(app.secrets.entries).sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(describeSecret);
}

function describeSecret({ name, digest, createdAt, updatedAt }: Secret) {
  return { name, digest, created_at: createdAt, updated_at: updatedAt };
}

/** The capitalised twin is in the API description, marked deprecated. */
function versionFields(app: App) {
  return { version: app.secrets.version, Version: app.secrets.version };
}

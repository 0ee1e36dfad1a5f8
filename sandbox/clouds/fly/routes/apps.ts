import { z } from "zod";
import { requireOrganization } from "../access.ts";
import type { App, FlyOperation, FlyRequest, FlyState } from "../entities.ts";
import { noSuchPath, Refusal } from "../errors.ts";
import { LAG } from "../lag.ts";
import { readBody } from "../request-body.ts";
import { findApp, organizationOf, seeApp, volumesOf } from "../store.ts";

const createBody = z.object({
  name: z.string().optional(),
  /** What Fly's own docs page and fly-admin send; the API description and fly-go say `name`. */
  app_name: z.string().optional(),
  org_slug: z.string(),
  network: z.string().optional(),
  enable_subdomains: z.boolean().optional(),
  app_role_id: z.string().optional(),
});

export const apps: FlyOperation[] = [
  { name: "fly.createApp", method: "POST", path: "/v1/apps", handle: createApp },
  {
    name: "fly.listApps",
    method: "GET",
    path: "/v1/apps",
    selects: ({ query }) => query.has("org_slug"),
    handle: listApps,
  },
  // Without an organization the path does not exist at all.
  { name: "fly.listAppsOfNobody", method: "GET", path: "/v1/apps", authenticated: false, handle: () => noSuchPath },
  {
    name: "fly.readApp",
    method: "GET",
    path: "/v1/apps/:app",
    handle: (request) => ({ status: 200, body: describeApp(request.state, findApp(request)) }),
  },
  { name: "fly.deleteApp", method: "DELETE", path: "/v1/apps/:app", handle: deleteApp },
];

function createApp(request: FlyRequest) {
  const { state, ids, clock } = request;
  const body = readBody(request, createBody);
  const name = body.name ?? body.app_name ?? "";
  const organization = requireOrganization(request, body.org_slug);
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    throw new Refusal(422, "Validation failed: Name under 63 chars using numbers, lowercase letters and dashes");
  if (state.foreignAppNames.includes(name) || seeApp(state, name))
    throw new Refusal(422, "Validation failed: Name has already been taken", "name_taken");
  const app: App = {
    id: ids.slug("app", 16),
    internalNumericId: ids.number("app-number", 4242),
    name,
    organization: organization.slug,
    network: body.network ?? "default",
    role: body.app_role_id ?? "",
    cnameLabel: ids.slug("app-cname", 6),
    secrets: { version: 0, entries: {} },
    ipAddresses: [],
    certificates: {},
    machines: {},
  };
  state.apps[name] = app;
  return { status: 201, body: { id: app.id, created_at: clock.epochMs() } };
}

function listApps(request: FlyRequest) {
  const { state, query } = request;
  const organization = requireOrganization(request, query.get("org_slug") ?? "");
  const role = query.get("app_role");
  const found = Object.keys(state.apps)
    .flatMap((name) => seeApp(state, name) ?? [])
    .filter((app) => app.organization === organization.slug && (role === null || app.role === role));
  return { status: 200, body: { total_apps: found.length, apps: found.map((app) => describeApp(state, app)) } };
}

function deleteApp(request: FlyRequest) {
  findApp(request).readsUntilGone ??= LAG.appDeletion;
  return { status: 202 };
}

/** The target for CNAME records of the app's hostnames. */
export function cnameTarget(app: App): string {
  return `${app.cnameLabel}.${app.name}.fly.dev`;
}

/** `pending` until something is deployed, `suspended` when nothing of it runs. */
export function appStatus(app: App): string {
  const machines = Object.values(app.machines);
  if (machines.length === 0) return "pending";
  const isAtRest = machines.every(({ state }) => ["stopped", "suspended", "destroyed"].includes(state));
  return isAtRest ? "suspended" : "deployed";
}

function describeApp(state: FlyState, app: App) {
  const { internalNumericId, slug, name } = organizationOf(state, app);
  return {
    id: app.id,
    name: app.name,
    internal_numeric_id: app.internalNumericId,
    status: appStatus(app),
    network: app.network,
    machine_count: Object.values(app.machines).filter((machine) => machine.state !== "destroyed").length,
    volume_count: Object.values(volumesOf(app)).filter(({ state }) => state === "created").length,
    organization: { name, slug, internal_numeric_id: internalNumericId },
    cname_target: cnameTarget(app),
    app_role: app.role,
  };
}

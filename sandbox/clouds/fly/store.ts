import type { Seed } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import type { App, FlyRequest, FlyState, Machine, Organization, Volume } from "./entities.ts";
import { Refusal } from "./errors.ts";

/** The user whose token the sandbox is given. */
export const USER_EMAIL = "sandbox@example.com";

export function emptyState(seed: Seed): FlyState {
  const slugs = [...seed.flyOrganizations, "sandbox-user"];
  return {
    organizations: slugs.map((slug, i) => ({
      id: digest(`organization/${slug}`).slice(0, 20),
      internalNumericId: 70001 + i,
      slug,
      name: slug,
      isPersonal: i === slugs.length - 1,
    })),
    foreignAppNames: ["api", "app", "demo", "hello", "test", "web", "www"],
    apps: {},
    accessTokens: [{ id: "tok_1", digest: digestToken(seed.tokens.fly), name: "sandbox", scope: { kind: "user" } }],
    postgresClusters: {},
    dns: [],
  };
}

/** A scheme word may stand before a token in `FLY_API_TOKEN` (fly-go tokens.go), and further tokens after a comma. */
function digestToken(token: string): string {
  const [first = ""] = token
    .trim()
    .replace(/^((bearer|flyv1)\s+)+/i, "")
    .split(",");
  return digest(first);
}

/** What a record has under a key that came over the wire, which may be the name of something every object has. */
export function lookUp<T>(record: { readonly [key: string]: T }, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The organization of a slug; `personal` is another word for the account's own one. */
export function findOrganization(state: FlyState, slug: string): Organization | undefined {
  return state.organizations.find((one) => one.slug === slug || (one.isPersonal && slug === "personal"));
}

/** The organization that an app or cluster names; it was looked up when they were made. */
export function organizationOf(state: FlyState, owned: { readonly organization: string }): Organization {
  const organization = findOrganization(state, owned.organization);
  if (!organization) throw new Error(`the state has no organization ${owned.organization}`);
  return organization;
}

/** Looks an app up by name. Every look brings a deletion nearer to its end, and with it all that the app had. */
export function seeApp(state: FlyState, name: string): App | undefined {
  const app = lookUp(state.apps, name);
  if (app?.readsUntilGone === undefined) return app;
  if (app.readsUntilGone > 0) {
    app.readsUntilGone -= 1;
    return app;
  }
  delete state.apps[name];
  const kept = state.accessTokens.filter(({ scope }) => scope.kind !== "app" || scope.appId !== app.id);
  state.accessTokens.splice(0, state.accessTokens.length, ...kept);
  return undefined;
}

/** The app in the path, also while it is being deleted. Refuses with 404, or 403 when another customer has it. */
export function findApp({ state, params }: FlyRequest): App {
  const name = params["app"] ?? "";
  const app = seeApp(state, name);
  if (app) return app;
  if (state.foreignAppNames.includes(name)) throw new Refusal(403, "unauthorized");
  throw new Refusal(404, "app not found");
}

/** The app in the path for work on what belongs to it, which a deleted app refuses in its own way. */
export function findLiveApp(request: FlyRequest): App {
  const app = findApp(request);
  if (app.readsUntilGone !== undefined) throw new Refusal(400, `Could not find App "${app.name}"`);
  return app;
}

/** An app's volumes by their ids. */
export function volumesOf(app: App): { [id: string]: Volume } {
  return app.volumes ?? {};
}

/** The machine in the path. Refuses with 404. */
export function findMachine(request: FlyRequest): { app: App; machine: Machine } {
  const app = findLiveApp(request);
  const machine = lookUp(app.machines, request.params["machine"]);
  if (!machine) throw new Refusal(404, "machine not found");
  return { app, machine };
}

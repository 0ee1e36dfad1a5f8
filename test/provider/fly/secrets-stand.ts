import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { secretsDefinition } from "../../../src/provider/fly/secrets.ts";
import { type Kept, PluginFailure } from "../../plugin/harness.ts";
import { accept } from "../../plugin/lifecycle.ts";
import { startFly } from "./fly-plugin.ts";

export const token = "parity:fly:Secrets";
export const id = "plyr-api/secrets";

export async function startWithApp() {
  const fly = await startFly(secretsDefinition);
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  fly.takeCalls();
  const app = fly.state.apps["plyr-api"];
  if (!app) throw new Error("no app");
  const digestOf = (name: string) => app.secrets.entries[name]?.digest;
  /** Names in each write since the last look. */
  const writes = () =>
    fly
      .takeCalls()
      .filter(({ operation }) => operation === "fly.updateSecrets")
      .map(({ body }) => body);
  return { ...fly, app, digestOf, names: () => Object.keys(app.secrets.entries), writes };
}

export type Stand = Awaited<ReturnType<typeof startWithApp>>;

export async function declare(
  fly: Stand,
  values: Record<string, string>,
  before: PropertyMap = {},
  rollout = "rolling",
) {
  return accept(fly.plugin, token, { app: "plyr-api", values, rollout }, before);
}

/** Inputs that leave some secrets as they are. */
export function keep(fly: Stand, values: Record<string, string>, kept: readonly string[], rollout = "rolling") {
  return accept(fly.plugin, token, { app: "plyr-api", values, kept: [...kept], rollout }, {});
}

export async function create(fly: Stand, values: Record<string, string>, rollout = "rolling") {
  return fly.plugin.create(token, await declare(fly, values, {}, rollout));
}

export async function failureOf(promise: Promise<unknown>) {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof PluginFailure) return failure;
  throw new Error(`expected the plugin to refuse, but: ${failure}`);
}

/** What the engine goes on with after a partial failure. */
export function remainsOf({ remains }: PluginFailure): Kept & { id: string } {
  if (!remains) throw new Error("nothing remains");
  return remains;
}

import type { PropertyMap } from "../../../src/plugin/property-values.ts";
import { volumeDefinition } from "../../../src/provider/fly/volume.ts";
import { accept } from "../../plugin/lifecycle.ts";
import { startFly } from "./fly-plugin.ts";

export const token = "parity:fly:Volume";
export const inputs = { app: "plyr-api", name: "plyr_data", region: "iad", size: 3 };

/** An emulated Fly with an app, and the plugin in front of it. */
export async function startWithApp() {
  const fly = await startFly(volumeDefinition);
  await fly.call("POST", "/apps", { name: "plyr-api", org_slug: "acme" });
  /** The volumes that are not on their way out. */
  const live = () =>
    Object.values(fly.state.apps["plyr-api"]?.volumes ?? {}).filter(({ state }) => state === "created");
  const make = async (given: PropertyMap = {}) =>
    fly.plugin.create(token, await accept(fly.plugin, token, { ...inputs, ...given }), "data");
  const byHand = async (order: object = {}) => {
    const made = await fly.call("POST", "/apps/plyr-api/volumes", { name: "plyr_data", region: "iad", ...order });
    return (made as { id: string }).id;
  };
  const mount = async (volume: unknown) => {
    const config = { image: "registry.fly.io/plyr-api:1", mounts: [{ volume, path: "/data" }] };
    return ((await fly.call("POST", "/apps/plyr-api/machines", { region: "iad", config })) as { id: string }).id;
  };
  fly.takeCalls();
  return { ...fly, live, make, byHand, mount };
}

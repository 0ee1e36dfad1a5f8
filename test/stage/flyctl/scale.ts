import { type FlyApi, machinesPath } from "./fly.ts";
import { type FlyToml, machineConfig } from "./machine-config.ts";

interface Current {
  readonly app: {
    readonly currentReleaseUnprocessed: { readonly imageRef: string; readonly configDefinition: FlyToml };
  };
}

/** `scale count 2`, or `scale count web=2 worker=1`, in one region: by the config of the current release. */
export async function scale(fly: FlyApi, app: string, counts: readonly string[], region: string): Promise<void> {
  const query =
    "query ($appName: String!) { app(name: $appName) { currentReleaseUnprocessed { imageRef configDefinition } } }";
  const { imageRef, configDefinition } = (await fly.graphql<Current>(query, { appName: app })).app
    .currentReleaseUnprocessed;
  for (const text of counts) {
    const [group = "app", count = text] = text.includes("=") ? text.split("=") : [];
    const own = (await fly.machinesOf(app, group)).filter((machine) => machine.region === region);
    const config = machineConfig(configDefinition, group, imageRef);
    for (let i = own.length; i < Number(count); i++) await fly.ask("POST", machinesPath(app), { region, config });
    for (const { id } of own.slice(Number(count))) await fly.ask("DELETE", `${machinesPath(app, id)}?kill=true`);
  }
}

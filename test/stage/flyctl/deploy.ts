import { existsSync, readFileSync } from "node:fs";
import { type FlyApi, machinesPath } from "./fly.ts";
import { type FlyToml, groupsOf, machineConfig } from "./machine-config.ts";

export interface DeployOptions {
  readonly image?: string;
  readonly label?: string;
  readonly dockerfile: string;
  readonly skipsReleaseCommand: boolean;
  readonly publicAddresses: boolean;
}

/** Builds or looks an image up, writes a release down, runs its command, and brings every machine to it. */
export async function deploy(fly: FlyApi, app: string, toml: FlyToml, options: DeployOptions): Promise<string> {
  await fly.graphql("query ($appName: String!) { appcompact: app(name: $appName) { id status } }", { appName: app });
  const named = options.image ?? toml.build?.image;
  const image = named === undefined ? await build(fly, app, options) : await resolve(fly, app, named);
  const order = { app_name: app, build_id: 0, definition: toml, image, strategy: "ROLLING" };
  const { release } = (await fly.ask("POST", "/api/v1/releases", order)) as {
    release: { id: string; version: number };
  };
  const end = (status: string) => fly.ask("PATCH", `/api/v1/releases/${release.id}`, { status, metadata: null });
  try {
    await end("running");
    if (!options.skipsReleaseCommand) await runReleaseCommand(fly, toml, image);
    await updateMachines(fly, toml, image, options);
  } catch (error) {
    await end("failed");
    throw error;
  }
  await end("complete");
  return `release v${release.version} of ${app}: ${image}\n`;
}

/** Nothing is built: a Dockerfile that is there and has no line `RUN false` is one that works. */
async function build(
  fly: FlyApi,
  app: string,
  { dockerfile, label = "deployment-stub" }: DeployOptions,
): Promise<string> {
  const started = { appName: app, builderType: "remote", strategyType: "dockerfile", imageOpts: {} };
  const { createBuild } = await fly.graphql<{ createBuild: { id: string } }>(
    "mutation ($input: CreateBuildInput!) { createBuild(input: $input) { id status } }",
    { input: started },
  );
  const works = existsSync(dockerfile) && !readFileSync(dockerfile, "utf8").includes("RUN false");
  const finished = { appName: app, buildId: createBuild.id, status: works ? "completed" : "failed" };
  await fly.graphql("mutation ($input: FinishBuildInput!) { finishBuild(input: $input) { id status } }", {
    input: finished,
  });
  if (!works) throw new Error(`failed to build ${dockerfile}`);
  return `registry.fly.io/${app}:${label}`;
}

async function resolve(fly: FlyApi, app: string, ref: string): Promise<string> {
  const query =
    "query ($appName: String!, $imageRef: String!) { app(name: $appName) { image(ref: $imageRef) { id digest ref } } }";
  const found = await fly.graphql<{ app: { image: { ref: string } | null } }>(query, { appName: app, imageRef: ref });
  if (!found.app.image) throw new Error(`could not find image "${ref}"`);
  return found.app.image.ref;
}

/** On a machine of its own, which goes. The command `false` fails. */
async function runReleaseCommand(fly: FlyApi, toml: FlyToml, image: string): Promise<void> {
  const command = toml.deploy?.release_command;
  if (command === undefined) return;
  const { services: _, ...config } = machineConfig(toml, groupsOf(toml)[0] ?? "app", image);
  const metadata = { ...config.metadata, fly_process_group: "fly_app_release_command" };
  const machine = (await fly.ask("POST", machinesPath(toml.app), {
    region: toml.primary_region,
    config: { ...config, metadata, init: { cmd: command.split(" ") } },
  })) as { id: string };
  await fly.ask("DELETE", `${machinesPath(toml.app, machine.id)}?kill=true`);
  if (command === "false") throw new Error("release command failed - aborting deployment");
}

async function updateMachines(fly: FlyApi, toml: FlyToml, image: string, options: DeployOptions): Promise<void> {
  const { app } = toml;
  if ((await fly.machines(app)).length === 0) await allocateAddresses(fly, toml, options);
  for (const group of groupsOf(toml)) {
    const config = machineConfig(toml, group, image);
    const own = await fly.machinesOf(app, group);
    if (own.length === 0) await fly.ask("POST", machinesPath(app), { region: toml.primary_region, config });
    for (const { id, region } of own) {
      const taken = await fly.ask("POST", `${machinesPath(app, id)}/lease?ttl=30`);
      const lease = { "fly-machine-lease-nonce": (taken as { data: { nonce: string } }).data.nonce };
      await fly.ask("POST", machinesPath(app, id), { region, config }, lease);
      await fly.ask("DELETE", `${machinesPath(app, id)}/lease`, undefined, lease);
    }
  }
}

/** At the first deploy of an app that serves HTTP and has no address. */
async function allocateAddresses(fly: FlyApi, { app, http_service }: FlyToml, options: DeployOptions): Promise<void> {
  const { ips } = (await fly.ask("GET", `/v1/apps/${app}/ip_assignments`)) as { ips: readonly object[] };
  if (!http_service || !options.publicAddresses || ips.length > 0) return;
  for (const type of ["v6", "shared_v4"]) await fly.ask("POST", `/v1/apps/${app}/ip_assignments`, { type });
}

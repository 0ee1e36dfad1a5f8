import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../sandbox/folder.ts";
import { linkPackage, openProject } from "./empty-project.ts";
import type { TimedStack } from "./timed-stack.ts";

/** As many as plyr.fm's production has: one plugin of ours, and the two official ones. */
const packages = ["bare", "naked", "plain"];

/**
 * A project that does as little as a program and plugins in Node.js can: as many plugins and resources as another stack has, and nothing of our
 * own in them. What the other's preview takes beyond it, is ours.
 * @param resources how many of them
 */
export async function makeFloorProject(other: TimedStack, root: string, resources: number): Promise<TimedStack> {
  const variables = { PACKAGES: packages.join(" "), RESOURCES: String(resources) };
  const stack = openProject({ other, root, name: "floor" }, variables);
  const { project } = stack.folder;
  await placePlugins(project);
  copyFileSync(join(repository, "bench", "floor", "program.mjs"), join(project, "program.mjs"));
  linkPackage(project, "@env-parity/parity", repository);
  linkPackage(project, "@pulumi/pulumi", join(repository, "node_modules", "@pulumi", "pulumi"));
  // The faster start is the SDK's, whoever's the program is.
  const runtime = "{ name: nodejs, options: { typescript: false, nodeargs: --require @env-parity/parity/preload } }";
  const plugins = packages.map((name) => `    - { name: ${name}, path: . }\n`).join("");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    `name: floor\nmain: program.mjs\nruntime: ${runtime}\nplugins:\n  providers:\n${plugins}`,
  );
  await stack.run(["stack", "init"]);
  await stack.run(["up", "--yes", "--skip-preview"]);
  return stack;
}

/** One bundle with a compile cache beside it, as ours is. */
async function placePlugins(project: string): Promise<void> {
  const bundle = join(project, "plugin.mjs");
  // Where it is first needed: it cannot be bundled.
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: repository,
    entryPoints: [join("bench", "floor", "plugin.mjs")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire as bundleRequire } from "node:module"; const require = bundleRequire(import.meta.url);',
    },
  });
  const start = join(project, "start.mjs");
  writeFileSync(
    start,
    'import Module from "node:module"; Module.enableCompileCache(import.meta.dirname); await import("./plugin.mjs");\n',
  );
  for (const name of packages) {
    const file = join(project, `pulumi-resource-${name}`);
    writeFileSync(file, `#!/bin/sh\nexec node '${start}' "$@"\n`);
    chmodSync(file, 0o755);
  }
}

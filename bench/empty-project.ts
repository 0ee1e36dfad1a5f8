import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "../sandbox/folder.ts";
import { TimedStack } from "./timed-stack.ts";

/** What `pulumi new typescript` writes (https://github.com/pulumi/templates), with every default. */
const files = {
  "Pulumi.yaml": "name: empty\nruntime: nodejs\n",
  "package.json": JSON.stringify({ name: "empty", main: "index.ts", dependencies: { "@pulumi/pulumi": "*" } }),
  "index.ts": 'import * as pulumi from "@pulumi/pulumi";\n',
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      outDir: "bin",
      target: "es2020",
      module: "commonjs",
      moduleResolution: "node",
      // The template brings TypeScript 5; here is 6, which refuses this resolution unless it is told.
      ignoreDeprecations: "6.0",
      sourceMap: true,
      experimentalDecorators: true,
      pretty: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      forceConsistentCasingInFileNames: true,
    },
    files: ["index.ts"],
  }),
};

/** An empty project that is up, with the engine, the language host and the packages of another. */
export async function makeEmptyProject(other: TimedStack, root: string): Promise<TimedStack> {
  const project = join(root, "project");
  const state = join(root, "state");
  for (const folder of [project, state]) mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  for (const name of ["@pulumi/pulumi", "typescript"]) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), link);
  }
  const stack = new TimedStack(
    "empty",
    other.engine,
    { ...other.folder, project, state },
    other.env,
    join(root, "timed"),
  );
  await stack.run(["stack", "init"]);
  await stack.run(["up", "--yes"]);
  return stack;
}

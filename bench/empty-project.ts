import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "../sandbox/folder.ts";
import { TimedStack } from "./timed-stack.ts";

/** What `pulumi new typescript` writes (https://github.com/pulumi/templates), with every default. */
const files = {
  "Pulumi.yaml": "name: NAME\nruntime: nodejs\n",
  "package.json": JSON.stringify({ name: "NAME", main: "index.ts", dependencies: { "@pulumi/pulumi": "*" } }),
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

/** What a project of people's own is made from. */
interface Making {
  /** Whose engine, language host and packages it uses, and whose clouds. */
  readonly other: TimedStack;
  readonly root: string;
  readonly name: string;
  /** A folder with another index.ts. Default: an empty program. */
  readonly program?: string;
}

/** A TypeScript project as the template makes it, whose stack is not up. */
export async function makeProject({ other, root, name, program }: Making): Promise<TimedStack> {
  const stack = openProject({ other, root, name });
  const { project } = stack.folder;
  for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text.replaceAll("NAME", name));
  if (program !== undefined) {
    cpSync(join(program, "index.ts"), join(project, "index.ts"));
    // TypeScript 5 finds the types of Node.js by itself, 6 does not.
    const withTypes = files["tsconfig.json"].replace('"strict":true', '"strict":true,"types":["node"]');
    writeFileSync(join(project, "tsconfig.json"), withTypes);
  }
  for (const packageName of ["@pulumi/pulumi", "@pulumi/cloudflare", "@pulumi/github", "@types/node", "typescript"]) {
    linkPackage(project, packageName, join(repository, "node_modules", packageName));
  }
  await stack.run(["stack", "init"]);
  return stack;
}

/** A folder for a project and one for its states, and the stack that they are going to be of. */
export function openProject(
  { other, root, name }: Omit<Making, "program">,
  variables: Readonly<Record<string, string>> = {},
): TimedStack {
  const project = join(root, "project");
  const state = join(root, "state");
  for (const folder of [project, state]) mkdirSync(folder, { recursive: true });
  const env = { ...other.env, ...variables };
  return new TimedStack(name, other.engine, { ...other.folder, project, state }, env, join(root, "timed"));
}

/** Has a project find a package as if npm had installed it. */
export function linkPackage(project: string, name: string, target: string): void {
  const link = join(project, "node_modules", name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link);
}

/** An empty project that is up. */
export async function makeEmptyProject(other: TimedStack, root: string): Promise<TimedStack> {
  const stack = await makeProject({ other, root, name: "empty" });
  await stack.run(["up", "--yes"]);
  return stack;
}

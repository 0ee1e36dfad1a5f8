import { stringify } from "yaml";
import type { Answers } from "./answers.ts";
import { productOf } from "./product.ts";
import type { Words } from "./words.ts";

/** What the package is called at npm. */
export const PACKAGE = "@env-parity/parity";

const about: { readonly [stack: string]: string } = {
  dev: "a developer's machine: apps run locally, the database in a container",
  staging: "every push to main",
  production: "every published release",
  shared: "what the environments share: it comes up before them",
  review: "what the environments of pull requests are made from: `parity review up <number>`",
};

export interface Surroundings {
  /** What package.json asks npm for, such as `^0.2.0` or `file:../parity.tgz`. */
  readonly source: string;
  /** URL of the engine's backend. Absent: where it is logged in. */
  readonly backend?: string | undefined;
}

/** The files of a new product, by name. */
export function initFiles(answers: Answers, { source, backend }: Surroundings): { readonly [file: string]: string } {
  const { name } = answers;
  const { system, stacks } = productOf(answers);
  const schema = (which: string) =>
    `# yaml-language-server: $schema=node_modules/${PACKAGE}/docs/schema/${which}.schema.json\n`;
  const files = Object.entries(stacks).map(([stack, words]) => [
    `Pulumi.${stack}.yaml`,
    `${schema("stack")}# ${name}, ${about[stack] ?? stack}.\n${write({ config: { [`${name}:environment`]: words } })}`,
  ]);
  return {
    "Pulumi.yaml": `${schema("pulumi")}${write(projectOf(name, system, backend))}`,
    ...(Object.fromEntries(files) as { [file: string]: string }),
    "package.json": `${JSON.stringify({ name: `${name}-environments`, private: true, dependencies: { [PACKAGE]: source } }, null, 2)}\n`,
    ".gitignore":
      "node_modules/\n# Made from Pulumi.review.yaml for one pull request.\nPulumi.pr-*.yaml\n.sandbox/\n.env\n",
  };
}

function projectOf(name: string, system: Words, backend: string | undefined): Words {
  return {
    name,
    description: `${name}, every environment from one declaration`,
    main: `node_modules/${PACKAGE}/bin/program.mjs`,
    ...(backend !== undefined && { backend: { url: backend } }),
    runtime: { name: "nodejs", options: { typescript: false, nodeargs: `--require ${PACKAGE}/preload` } },
    plugins: { providers: [{ name: "parity", path: `node_modules/${PACKAGE}/bin` }] },
    config: { [`${name}:system`]: { value: system } },
  };
}

/** Where readers of YAML do not agree, quotes tell. `on` is a key that they all take for one here. */
function write(words: Words): string {
  return stringify(words, { version: "1.1", lineWidth: 120 }).replace(/^( *)"on":/gm, "$1on:");
}

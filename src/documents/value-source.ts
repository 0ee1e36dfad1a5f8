import type { Blueprint } from "../components/blueprint.ts";
import type { Deferred, Template } from "../config/template.ts";

/**
 * Where the late parts of a text come from, one phrase each, such as `URL of the database plyr-staging`. Empty when all
 * of the text is known. Shows no value.
 */
export function describeSources({ parts }: Template, blueprint: Blueprint): string[] {
  return parts.flatMap((part) => (typeof part === "string" ? [] : [describeDeferred(part, blueprint)]));
}

function describeDeferred({ of, key, output, stack }: Deferred, blueprint: Blueprint): string {
  const owner = stack === undefined ? "" : `, read from the stack ${stack}`;
  switch (of) {
    case "secret":
      return `only a person has it (${key})`;
    case "generated":
      return describeGenerated(key, blueprint);
    case "storage":
      return `${outputs[output] ?? output} of this environment's R2 key`;
    case "database":
      return `${outputs[output] ?? output} of the database ${nameOf(databasesOf(blueprint), key)}${owner}`;
    case "site":
      return `host of the Pages project ${nameOf(projectsOf(blueprint), key)}${owner}`;
    case "commit":
      return "the commit that is deployed";
    case "app":
      return `${output} of the app ${nameOf(blueprint.apps, key)}${owner}`;
  }
}

const outputs: { readonly [output: string]: string } = {
  url: "URL",
  pooledUrl: "pooled URL",
  pooledHost: "pooled host",
  accessKeyId: "access key id",
  secretAccessKey: "secret access key",
};

function describeGenerated(key: string, { generated, stack, template }: Blueprint): string {
  const made = generated.find((one) => one.key === key);
  const size = made?.bytes === undefined ? "" : `, ${made.bytes} bytes`;
  const shape = made === undefined ? "" : ` (${made.shape}${size})`;
  return `made at random for ${template ? "each pull request" : `the stack ${stack}`}${shape}`;
}

function databasesOf({ databases }: Blueprint): { readonly key: string; readonly name: string }[] {
  return databases.map(({ key, name, provider, database }) => ({ key, name: provider === "docker" ? database : name }));
}

function projectsOf({ sites }: Blueprint): { readonly key: string; readonly name: string }[] {
  return sites.map(({ key, project }) => ({ key, name: project }));
}

function nameOf(things: readonly { readonly key: string; readonly name: string }[], key: string): string {
  return things.find((thing) => thing.key === key)?.name ?? key;
}

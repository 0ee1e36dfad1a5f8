import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { cloudflarePlugin } from "../../../sandbox/plugins/cloudflare/plugin.ts";
import { githubPlugin } from "../../../sandbox/plugins/github/plugin.ts";

const require = createRequire(import.meta.url);

/** What the SDK declares of each class, by type token. */
function readSdk(name: string) {
  const folder = dirname(require.resolve(`${name}/package.json`));
  const files = readdirSync(folder).filter((file) => file.endsWith(".d.ts"));
  const classes = files.flatMap((file) => {
    const token = /__pulumiType = '([^']+)'/.exec(
      readFileSync(join(folder, file.replace(".d.ts", ".js")), "utf8"),
    )?.[1];
    if (token === undefined) return [];
    const types = readFileSync(join(folder, file), "utf8");
    const outputs = [...types.matchAll(/^ {4}readonly (\w+): pulumi\.Output</gm)].map((match) => match[1] ?? "");
    const args = /export interface \w+Args \{\n(.*?)\n\}/s.exec(types)?.[1] ?? "";
    const inputs = [...args.matchAll(/^ {4}(\w+)(\??):/gm)];
    const required = inputs.filter(([, , optional]) => optional === "").map((match) => match[1] ?? "");
    return [[token, { outputs, inputs: inputs.map((match) => match[1] ?? ""), required }] as const];
  });
  return new Map(classes);
}

describe.each([
  ["@pulumi/cloudflare", cloudflarePlugin],
  ["@pulumi/github", githubPlugin],
] as const)("the stub for %s", (name, plugin) => {
  const sdk = readSdk(name);
  const resources = plugin.resources.map((definition) => [definition.token, definition] as const);

  it("has the version of the installed package", () => {
    expect(plugin.version).toBe((require(`${name}/package.json`) as { version: string }).version);
  });

  it.each(resources)("takes or refuses every input of %s, and has no other", (token, { inputs }) => {
    expect(Object.keys(inputs.shape).sort()).toStrictEqual([...(sdk.get(token)?.inputs ?? [])].sort());
  });

  it.each(resources)("needs what %s needs", (token, { inputs }) => {
    const required = Object.keys(inputs.shape).filter((input) => !inputs.shape[input].safeParse(undefined).success);
    // Of four ways to give a secret's value, the stub has one.
    const value = required.includes("value") && !sdk.get(token)?.required.includes("value") ? ["value"] : [];
    expect(required.sort()).toStrictEqual([...(sdk.get(token)?.required ?? []), ...value].sort());
  });

  it.each(resources)("answers outputs of %s that the SDK knows", (token, { outputs }) => {
    expect(sdk.get(token)?.outputs).toEqual(expect.arrayContaining(Object.keys(outputs.shape)));
  });
});

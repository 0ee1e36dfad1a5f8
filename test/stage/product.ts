import { stringify } from "yaml";

/** Where acme lives: accounts that the sandbox's clouds let a product have. */
export const accounts = {
  repository: "acme/acme",
  fly: { organization: "acme", region: "iad" },
  cloudflare: {
    account: "4f1d7c0a9b2e4c6f8a0b1c2d3e4f5a6b",
    zones: { "acme.dev": "0a1b2c3d4e5f60718293a4b5c6d7e8f9" },
  },
};

/** An app of acme that serves HTTP, and what it needs at the least. */
export const api = { name: "acme-api", port: 8000, health: "/health", local: { port: 8001, command: "serve" } };

/** The files of a product named `acme`, as a user writes them, from its system, to which its accounts are added, and its environments by stack. */
export function productFiles(system: object, environments: { readonly [stack: string]: object }) {
  const main = `name: acme
main: node_modules/@env-parity/parity/bin/program.mjs
runtime: { name: nodejs, options: { typescript: false, nodeargs: --require @env-parity/parity/preload } }
plugins:
  providers:
    - name: parity
      path: node_modules/@env-parity/parity/bin
`;
  const stacks = Object.entries(environments).map(([stack, environment]) => [
    `Pulumi.${stack}.yaml`,
    write({ config: { "acme:environment": environment } }),
  ]);
  return {
    "Pulumi.yaml": main + write({ config: { "acme:system": { value: { ...accounts, ...system } } } }),
    ...(Object.fromEntries(stacks) as { [file: string]: string }),
  };
}

/** With quotes around what readers of YAML do not agree on, such as dates. */
function write(value: object): string {
  return stringify(value, { schema: "yaml-1.1" });
}

import { stringify } from "yaml";

/** The files of a product named `acme`, as a user writes them, from its system and its environments by stack. */
export function productFiles(system: object, environments: { readonly [stack: string]: object }) {
  const main = `name: acme
main: bin/program.mjs
runtime: { name: nodejs, options: { typescript: false } }
plugins:
  providers:
    - name: parity
      path: ./bin
`;
  const stacks = Object.entries(environments).map(([stack, environment]) => [
    `Pulumi.${stack}.yaml`,
    stringify({ config: { "acme:environment": environment } }),
  ]);
  return {
    "Pulumi.yaml": main + stringify({ config: { "acme:system": { value: system } } }),
    ...(Object.fromEntries(stacks) as { [file: string]: string }),
  };
}

import { execFile } from "node:child_process";

/**
 * The outputs of a stack that another passphrase opens than that of this run; `undefined` when this one does not open it either. The
 * engine at work knows one passphrase, so a second one is asked. What that prints of its failure is not handed on: it may hold a value.
 * @param name in full, as in `organization/acme/shared`
 * @param project folder with Pulumi.yaml
 */
export function readWithPassphrase(
  passphrase: string,
  name: string,
  project: string,
): Promise<{ readonly [output: string]: unknown } | undefined> {
  const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...env } = process.env;
  const words = ["-C", project, "stack", "output", "--stack", name, "--json", "--show-secrets"];
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      [...words, "--non-interactive", "--color", "never"],
      { env: { ...env, PULUMI_CONFIG_PASSPHRASE: passphrase }, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        if (!error) resolve(JSON.parse(stdout) as { readonly [output: string]: unknown });
        else if (/incorrect passphrase/.test(stderr)) resolve(undefined);
        else reject(new Error(`The outputs of ${name} could not be read by a second engine: ${error.code ?? "?"}`));
      },
    );
  });
}

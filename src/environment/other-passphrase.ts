import { execFile } from "node:child_process";

/**
 * The outputs of a stack that another passphrase opens than that of this run. The engine at work knows one passphrase, so a second one
 * is asked. Rejects in its words when it cannot read the stack either.
 * @param name in full, as in `organization/acme/shared`
 * @param project folder with Pulumi.yaml
 */
export function readWithPassphrase(
  passphrase: string,
  name: string,
  project: string,
): Promise<{ readonly [output: string]: unknown }> {
  const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...env } = process.env;
  const words = ["-C", project, "stack", "output", "--stack", name, "--json", "--show-secrets"];
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      [...words, "--non-interactive", "--color", "never"],
      { env: { ...env, PULUMI_CONFIG_PASSPHRASE: passphrase }, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        // Of what it printed only what it says of its failure: the rest may hold a value.
        if (error) reject(new Error(`${name} could not be read with PARITY_OTHER_PASSPHRASE: ${stderr.trim()}`));
        else resolve(JSON.parse(stdout) as { readonly [output: string]: unknown });
      },
    );
  });
}

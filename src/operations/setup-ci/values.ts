import { Problem } from "../../problem/problem.ts";
import type { SecretSetting } from "./settings.ts";

/** Values of secrets, by the variable that each is taken from. */
export type Values = ReadonlyMap<string, string>;

/** What the caller's environment has of them. An empty one is not a value. */
export function readValues(secrets: readonly SecretSetting[], env: NodeJS.ProcessEnv): Values {
  return new Map(
    secrets.flatMap(({ variable }): [string, string][] => {
      const value = env[variable]?.trim() ?? "";
      return value === "" ? [] : [[variable, value]];
    }),
  );
}

const PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE";

/**
 * Keeps what a pushed branch can read from opening production's state.
 * @throws Problem when one passphrase would be given to an environment of production and to another one
 */
export function requireTwoPassphrases(secrets: readonly SecretSetting[], values: Values): void {
  const passphrases = secrets.filter(({ name, variable }) => name === PASSPHRASE && values.has(variable));
  const isProduction = ({ environment }: SecretSetting) => environment.endsWith("-production");
  for (const one of passphrases.filter(isProduction)) {
    const other = passphrases.find(
      (two) => !isProduction(two) && values.get(two.variable) === values.get(one.variable),
    );
    if (!other) continue;
    throw new Problem({
      code: "one-passphrase",
      what: `${one.variable} and ${other.variable} are the same.`,
      why: `Whoever may push a branch can read what the GitHub environment ${other.environment} holds, and would open production's state with it.`,
      fix: "encrypt production's stack with a passphrase of its own: see “Rotate the passphrase” in docs/state.md",
    });
  }
}

import { printable } from "../../problem/printable.ts";
import type { SecretSource } from "./inventory.ts";

/** For a terminal: each source, where it goes, who restarts when it changes, and how it is rotated. */
export function renderSecrets(stack: string, secrets: readonly SecretSource[]): string {
  if (secrets.length === 0) return `${stack} has no secrets.`;
  return secrets
    .map((secret) =>
      [
        `${printable(secret.source)}${secret.set === false ? ": it has no value yet" : ""}`,
        ...secret.consumers.map((path) => `  → ${path}`),
        ...(secret.rolls.length > 0
          ? [`  a change restarts ${secret.rolls.join(", ")}, one machine after the other`]
          : []),
        `  to rotate it: ${rotationOf(secret)}`,
      ].join("\n"),
    )
    .join("\n\n");
}

function rotationOf({ of, key, stack }: SecretSource): string {
  if (stack !== undefined) return `in the stack ${stack}, which has it; then bring this one up`;
  switch (of) {
    case "secret":
      return `set another value of ${key}, and bring the stack up`;
    case "generated":
      return `raise "generation" at ${key}, and bring the stack up`;
    case "storage":
      return 'raise "storage.generation", and bring the stack up: the old key is revoked last';
    case "database":
      return "its password is the vendor's to give: reset it there, and bring the stack up";
    default:
      return `at ${of} ${key}, which makes it`;
  }
}

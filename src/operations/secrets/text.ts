import { STORAGE } from "../../components/rotation.ts";
import { line } from "../../problem/command-line.ts";
import { printable } from "../../problem/printable.ts";
import type { Age, Told } from "./ages.ts";
import type { SecretSource } from "./inventory.ts";

const DAY_MS = 86_400_000;

/** For a terminal: each source, where it goes, who restarts when it changes, how old it is, and how it is rotated. */
export function renderSecrets(stack: string, secrets: readonly (SecretSource & Age)[], now: Date): string {
  if (secrets.length === 0) return `${stack} has no secrets.`;
  return secrets
    .map((secret) =>
      [
        `${printable(secret.source)}${secret.set === false ? ": it has no value yet" : ""}`,
        ...secret.consumers.map((path) => `  → ${path}`),
        ...(secret.rolls.length > 0
          ? [`  a change restarts ${secret.rolls.join(", ")}, one machine after the other`]
          : []),
        `  ${describeAge(secret, now)}`,
        `  to rotate it${rotationOf(secret, stack)}`,
      ].join("\n"),
    )
    .join("\n\n");
}

/** Those that are as old as was asked for, and of how many others nobody knows. */
export function renderOld(
  stack: string,
  secrets: readonly (SecretSource & Age)[],
  { olderThan, unknown, now }: { readonly olderThan: number; readonly unknown: number; readonly now: Date },
): string {
  const none = `Nothing of ${stack} is known to be ${olderThan} days old.`;
  const others = unknown > 0 ? [`How old ${unknown} of its secrets are is not known.`] : [];
  return [secrets.length === 0 ? none : renderSecrets(stack, secrets, now), ...others].join("\n\n");
}

/** Whole days since a secret was made or, where nobody knows that, last changed; `undefined`: nobody knows. */
export function daysOf({ made, changed }: Age, now: Date): number | undefined {
  const told = made ?? changed;
  return told && Math.max(0, Math.floor((now.getTime() - told.at.getTime()) / DAY_MS));
}

function describeAge({ made, changed }: Age, now: Date): string {
  const show = (word: string, told: Told) => {
    const days = daysOf({ made: told }, now);
    return `${word} ${told.at.toISOString().slice(0, 10)}, ${days === 1 ? "1 day" : `${days} days`} ago (${told.by})`;
  };
  const known = [...(made ? [show("made", made)] : []), ...(changed ? [show("last changed", changed)] : [])];
  return known.length > 0 ? known.join("; ") : "how old it is, is not known";
}

function rotationOf({ of, key, stack: owner }: SecretSource, stack: string): string {
  const path = of === "storage" ? STORAGE : key;
  if (owner !== undefined) return `: in the stack ${owner}, which has it`;
  switch (of) {
    case "secret":
      return `, run: ${line`parity secrets set ${key} --stack ${stack}`}`;
    case "generated":
    case "deploy token":
    case "storage":
      return `, run: ${line`parity secrets rotate ${path} --stack ${stack}`}`;
    case "database":
      return ": its password is the vendor's to give: reset it there, and bring the stack up";
    default:
      return `: at ${of} ${key}, which makes it`;
  }
}

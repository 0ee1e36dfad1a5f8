import { createHmac } from "node:crypto";
import type { Ids } from "../core/ids.ts";
import type { NeonState, Role } from "./entities.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The number of a password that no role holds yet. */
export function nextPassword(ids: Ids): number {
  return ids.number("password");
}

/**
 * The role's password in clear, `npg_` and twelve letters and digits; `undefined` for a role that may not log in. Derived
 * every time it is asked for, because Neon can reveal it again and the state file must not hold it.
 */
export function passwordOf(state: NeonState, role: Role): string | undefined {
  if (role.passwordNumber === undefined) return undefined;
  const drawn = createHmac("sha256", state.passwordSeed).update(String(role.passwordNumber)).digest();
  return `npg_${[...drawn.subarray(0, 12)].map((byte) => alphabet[byte % alphabet.length]).join("")}`;
}

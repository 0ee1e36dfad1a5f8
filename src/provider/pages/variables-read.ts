import type { PagesSlotState } from "../../clouds/cloudflare/pages.ts";
import type { State } from "../../plugin/resource.ts";

interface Inputs {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
  readonly kept?: readonly string[] | undefined;
}

/** What a read says of variables. `unconfirmed` are there, but not as they were sent, or nobody can tell. */
export interface ObservedVariables {
  readonly plain: Record<string, string>;
  readonly secret: Record<string, string>;
  readonly unconfirmed: string[];
  /** Secret ones that are there and stay as they are. */
  readonly kept?: string[];
}

/**
 * Our variables as the slot has them: whatever differs from what we keep is for the next update to put right. A plain one
 * carries the value that is there. A secret keeps our value, which no read tells, and is left out when its last write was
 * not confirmed, or when it became plain: its value must not end up in a preview.
 */
export function readOwn(
  found: PagesSlotState,
  { inputs, outputs }: State<Inputs, { readonly unconfirmed: readonly string[] }>,
): ObservedVariables {
  const still = inputs.kept?.filter((name) => Object.hasOwn(found.variables, name));
  const seen: ObservedVariables = { plain: {}, secret: {}, unconfirmed: [], ...(still && { kept: still }) };
  const kept = new Map(Object.entries(inputs.secret));
  const names = new Set([...Object.keys(inputs.plain), ...kept.keys(), ...outputs.unconfirmed]);
  for (const name of names) {
    const shown = Object.hasOwn(found.variables, name) ? found.variables[name] : undefined;
    if (!shown) continue;
    const isRemoved = !kept.has(name) && !Object.hasOwn(inputs.plain, name);
    const isConfirmed = kept.has(name) && !outputs.unconfirmed.includes(name);
    if (shown.type === "plain_text" && !kept.has(name)) seen.plain[name] = shown.value;
    else if (shown.type === "secret_text" && (isConfirmed || isRemoved)) seen.secret[name] = kept.get(name) ?? "";
    else seen.unconfirmed.push(name);
  }
  return seen;
}

/** Variables of the slot, for an import: plain ones with their values, and the names of secret ones. Default: all. */
export function readAll(found: PagesSlotState, names = Object.keys(found.variables)): ObservedVariables {
  const variables = Object.entries(found.variables).filter(([name]) => names.includes(name));
  const plain = variables.filter(([, { type }]) => type === "plain_text").map(([name, { value }]) => [name, value]);
  const kept = variables.filter(([, { type }]) => type === "secret_text").map(([name]) => name);
  return { plain: Object.fromEntries(plain), secret: {}, unconfirmed: [], ...(kept.length > 0 && { kept }) };
}

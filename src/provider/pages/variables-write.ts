import { CloudError } from "../../clouds/call/cloud-error.ts";
import { readBack } from "../../clouds/call/poll.ts";
import type {
  CloudflarePages,
  PagesSlotRef,
  PagesSlotState,
  PagesVariable,
  PagesVariableChanges,
} from "../../clouds/cloudflare/pages.ts";
import { type Context, PartialFailure, type State } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { whatOf } from "../../problem/reason.ts";
import { SETTLE_PAUSES_MS } from "./settle.ts";

interface Inputs extends PagesSlotRef {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
  readonly kept?: readonly string[] | undefined;
}

interface Outputs {
  unconfirmed: string[];
}

/** Desired names that hold something else already and are not `own`. A plain one of equal value is not foreign. */
export function findForeign(found: PagesSlotState, inputs: Inputs, own: readonly string[]): string[] {
  return Object.entries(desiredOf(inputs))
    .filter(([name, desired]) => !own.includes(name) && at(found, name) && !isSame(at(found, name), desired))
    .map(([name]) => name);
}

/**
 * What to send so that the slot holds the inputs: what is not there as desired, secrets that changed since `before`, and
 * `null` for what `before` had and the inputs neither have nor keep. A secret that was not confirmed is sent again.
 */
export function planChanges(
  found: PagesSlotState,
  inputs: Inputs,
  before: State<Inputs, Outputs> | undefined,
): PagesVariableChanges {
  const desired = desiredOf(inputs);
  const resend = (name: string) =>
    inputs.secret[name] !== undefined &&
    (before?.inputs.secret[name] !== inputs.secret[name] || before.outputs.unconfirmed.includes(name));
  const set = Object.entries(desired).filter(([name, variable]) => resend(name) || !isShown(found, name, variable));
  const had = before ? [...Object.keys(desiredOf(before.inputs)), ...before.outputs.unconfirmed] : [];
  const stays = (name: string) => Object.hasOwn(desired, name) || inputs.kept?.includes(name);
  const gone = had.filter((name) => !stays(name) && at(found, name));
  return Object.fromEntries<PagesVariable | null>([...set, ...gone.map((name) => [name, null] as const)]);
}

/**
 * Sends changes in one request and reads them back. Cloudflare once dropped variables without a word
 * (zzstoatzz/plyr.fm, 2026-04-22 retrospective), so what is not shown afterwards is a PartialFailure that names it.
 */
export async function writeVariables(
  pages: CloudflarePages,
  write: {
    readonly id: string;
    readonly inputs: Inputs;
    readonly found: PagesSlotState;
    readonly changes: PagesVariableChanges;
    readonly context: Context;
  },
): Promise<Outputs> {
  const { id, inputs, found, changes, context } = write;
  const names = Object.keys(changes);
  if (names.length === 0) return { unconfirmed: [] };
  const partly = (unconfirmed: string[], what: string, why?: string) =>
    new PartialFailure({ id, inputs: { ...inputs }, outputs: { unconfirmed } }, [
      new Problem({
        code: "not-confirmed",
        what,
        ...(why && { why }),
        fix: "send them once more",
        commands: [line`pulumi up --stack ${context.stack}`],
      }),
    ]);
  try {
    await sendOrRepeat(pages, inputs, found, changes);
  } catch (error) {
    if (!(error instanceof CloudError && error.uncertain)) throw error;
    throw partly(names, `It is not certain which of ${names.join(", ")} took effect.`, error.what);
  }
  const readWhat = async () => {
    const now = await pages.readSlot(inputs);
    return now ? findUnshown(now, changes) : names;
  };
  const dropped = await readBack({ pauses: SETTLE_PAUSES_MS, signal: context.signal }, readWhat).catch(
    (error: unknown) => {
      throw partly(names, `It is not certain which of ${names.join(", ")} took effect.`, whatOf(error));
    },
  );
  if (dropped.length === 0) return { unconfirmed: [] };
  // A secret looks the same before and after, so that it proves nothing where the rest was dropped.
  const secrets = names.filter((name) => changes[name]?.type === "secret_text");
  throw partly(
    [...new Set([...dropped, ...secrets])],
    `Cloudflare accepted the ${inputs.slot} variables of Pages project "${inputs.project}" but does not show ` +
      `${dropped.join(", ")} as sent.`,
  );
}

/** An answer that got lost is looked for before the request is repeated, once: setting the same values again does no harm. */
async function sendOrRepeat(
  pages: CloudflarePages,
  ref: PagesSlotRef,
  found: PagesSlotState,
  changes: PagesVariableChanges,
): Promise<void> {
  try {
    await pages.changeVariables(ref, found, changes);
  } catch (error) {
    if (!(error instanceof CloudError && error.uncertain)) throw error;
    const now = await pages.readSlot(ref);
    if (!now) throw error;
    const provable = Object.values(changes).every((change) => change?.type !== "secret_text");
    if (provable && findUnshown(now, changes).length === 0) return;
    await pages.changeVariables(ref, now, changes);
  }
}

function findUnshown(slot: PagesSlotState, changes: PagesVariableChanges): string[] {
  return Object.entries(changes)
    .filter(([name, desired]) => (desired === null ? at(slot, name) !== undefined : !isShown(slot, name, desired)))
    .map(([name]) => name);
}

/** True as far as a read can tell: a secret's value is never shown. */
function isShown(slot: PagesSlotState, name: string, desired: PagesVariable): boolean {
  const shown = at(slot, name);
  return shown?.type === desired.type && (desired.type === "secret_text" || shown.value === desired.value);
}

function isSame(shown: PagesVariable | undefined, desired: PagesVariable): boolean {
  return shown?.type === "plain_text" && desired.type === "plain_text" && shown.value === desired.value;
}

function desiredOf({ plain, secret }: Inputs): Record<string, PagesVariable> {
  const plains = Object.entries(plain).map(([name, value]) => [name, { type: "plain_text", value }] as const);
  const secrets = Object.entries(secret).map(([name, value]) => [name, { type: "secret_text", value }] as const);
  return Object.fromEntries([...plains, ...secrets]);
}

function at(slot: PagesSlotState, name: string): PagesVariable | undefined {
  return Object.hasOwn(slot.variables, name) ? slot.variables[name] : undefined;
}

import { expect } from "vitest";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import type { Kept, TestPlugin } from "./harness.ts";

/** One resource's life, told by what a program asks for. */
export interface Life {
  readonly token: string;
  /** What the program gives at first. */
  readonly inputs: PropertyMap;
  /** What it gives later, in turn: each is an update in place. */
  readonly updates: readonly { readonly inputs: PropertyMap; readonly changes: Readonly<Record<string, string>> }[];
  /** True of a thing that is a part of another, which a read still finds once it is emptied. Default false. */
  readonly outlivesDelete?: boolean;
  /** Runs after each step with what the engine keeps by then: look at the cloud here. `undefined` once it is deleted. */
  readonly observe?: (step: LifeStep, kept: (Kept & { readonly id: string }) | undefined) => void | Promise<void>;
}

export type LifeStep = "created" | "updated" | "deleted";

/**
 * Takes a resource through check, preview, create, a second preview and a refresh that must find nothing to do, every
 * update with its own preview and refresh, delete, a refresh that finds it gone, and a delete of what is gone.
 */
export async function liveThrough(plugin: TestPlugin, life: Life): Promise<void> {
  const { token } = life;
  let inputs = await accept(plugin, token, life.inputs);
  expectNoSurprise(await plugin.previewCreate(token, inputs), inputs);
  const created = await plugin.create(token, inputs);
  let kept: Kept & { readonly id: string } = created;
  await life.observe?.("created", kept);
  await expectStable(plugin, token, kept, life.inputs);

  for (const update of life.updates) {
    inputs = await accept(plugin, token, update.inputs, kept.inputs);
    const { changes, replaces } = await plugin.diff(token, kept, inputs);
    expect({ changes, replaces }).toStrictEqual({ changes: update.changes, replaces: [] });
    expectNoSurprise(await plugin.previewUpdate(token, kept.id, kept, inputs), inputs);
    kept = { id: kept.id, ...(await plugin.update(token, kept.id, kept, inputs)) };
    await life.observe?.("updated", kept);
    await expectStable(plugin, token, kept, update.inputs);
  }

  await plugin.delete(token, kept.id, kept);
  await life.observe?.("deleted", undefined);
  if (!life.outlivesDelete) expect(await plugin.read(token, kept.id, kept)).toBeUndefined();
  await plugin.delete(token, kept.id, kept);
}

/** Checks inputs that have to be right. */
export async function accept(plugin: TestPlugin, token: string, given: PropertyMap, before: PropertyMap = {}) {
  const { inputs, failures } = await plugin.check(token, given, before);
  expect(failures).toStrictEqual([]);
  return inputs;
}

/** The same program again, and a refresh, must find nothing to do. */
export async function expectStable(
  plugin: TestPlugin,
  token: string,
  kept: Kept & { readonly id: string },
  given: PropertyMap,
): Promise<void> {
  const again = await accept(plugin, token, given, kept.inputs);
  expect((await plugin.diff(token, kept, again)).changes).toStrictEqual({});
  const refreshed = await plugin.read(token, kept.id, kept);
  expect(refreshed).toStrictEqual({ id: kept.id, inputs: kept.inputs, outputs: kept.outputs });
}

/** Every input is an output of the same name, in a preview as well. */
function expectNoSurprise(preview: PropertyMap, inputs: PropertyMap): void {
  expect(preview).toMatchObject(inputs);
}

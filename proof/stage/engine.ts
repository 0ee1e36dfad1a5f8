import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { type Kept, PluginFailure, type TestPlugin } from "../../test/plugin/harness.ts";

/** What the state holds of a resource. */
export interface Held extends Kept {
  readonly id: string;
  /** Whether it failed to initialize: the next up then updates it, also where nothing differs. */
  readonly failed: boolean;
}

/** One resource in a state, and what the engine does with it, by the plugin's answers alone. */
export class Resource {
  held: Held | undefined;
  readonly token: string;
  readonly name: string;

  constructor(token: string, name: string, held?: Held) {
    this.token = token;
    this.name = name;
    this.held = held;
  }

  /** `pulumi up`: creates, updates, replaces or leaves alone. Throws what the plugin refuses with. */
  async up(plugin: TestPlugin, given: PropertyMap): Promise<"created" | "updated" | "replaced" | "same"> {
    const { held, token, name } = this;
    const { inputs, failures } = await plugin.check(token, given, held?.inputs ?? {}, name);
    if (failures.length > 0) throw new PluginFailure(2, failures.map((failure) => failure.join(": ")).join("\n"));
    if (!held) {
      await this.keep(inputs, () => plugin.create(token, inputs, name));
      return "created";
    }
    const { changes, replaces, deleteBeforeReplace } = await plugin.diff(token, held, inputs);
    if (replaces.length > 0) {
      if (deleteBeforeReplace) await this.destroy(plugin);
      await this.keep(inputs, () => plugin.create(token, inputs, name));
      if (!deleteBeforeReplace) await plugin.delete(token, held.id, held, name);
      return "replaced";
    }
    if (Object.keys(changes).length === 0 && !held.failed) return "same";
    await this.keep(inputs, async () => ({
      id: held.id,
      ...(await plugin.update(token, held.id, held, inputs, name)),
    }));
    return "updated";
  }

  /** `pulumi refresh`. */
  async refresh(plugin: TestPlugin): Promise<void> {
    const { held, token, name } = this;
    if (!held) return;
    try {
      const read = await plugin.read(token, held.id, held, name);
      this.held = read && { ...read, failed: false };
    } catch (error) {
      if (!(error instanceof PluginFailure && error.remains)) throw error;
      this.held = { ...error.remains, failed: true };
    }
  }

  /** `pulumi destroy`. */
  async destroy(plugin: TestPlugin): Promise<void> {
    if (!this.held) return;
    await plugin.delete(this.token, this.held.id, this.held, this.name);
    this.held = undefined;
  }

  private async keep(inputs: PropertyMap, work: () => Promise<Kept & { readonly id: string }>): Promise<void> {
    try {
      this.held = { ...(await work()), inputs, failed: false };
    } catch (error) {
      if (error instanceof PluginFailure && error.remains) this.held = { ...error.remains, failed: true };
      throw error;
    }
  }
}

/** `pulumi import`: what failed to initialize is taken in too (pulumi/pulumi pkg/resource/deploy, ImportStep). */
export async function readFound(
  plugin: TestPlugin,
  token: string,
  id: string,
  name: string,
): Promise<Held | undefined> {
  try {
    const held = await plugin.read(token, id, undefined, name);
    return held && { ...held, failed: false };
  } catch (error) {
    if (error instanceof PluginFailure && error.remains) return { ...error.remains, failed: true };
    throw error;
  }
}

/** What is wrong with a refusal as a text for a person, or `undefined`. */
export function findUnclear(error: unknown): string | undefined {
  if (!(error instanceof PluginFailure)) return `not a refusal of the plugin: ${error}`;
  const said = [error.message, ...(error.remains?.reasons ?? [])].join("\n");
  if (/This is a bug in the plugin|\b(Type|Reference|Range|Syntax)Error\b|\[object |ZodError/.test(said)) {
    return `JavaScript shows: ${said}`;
  }
  if (!said.includes("  Fix: ")) return `says nothing to do: ${said}`;
  return undefined;
}

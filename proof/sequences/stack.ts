import { PluginFailure, type TestPlugin } from "../../test/plugin/harness.ts";
import { type Held, Resource, readFound } from "../stage/engine.ts";
import type { World } from "../stage/world.ts";
import type { Declared } from "./product.ts";

/** A run that was ended from outside: whatever it was doing is not known to the state. */
export class Killed extends Error {}

/** The state of a stack, and what the engine and `parity up` do with it, by the plugin's answers. */
export class Stack {
  readonly resources = new Map<string, Resource>();
  /** Creations that a killed run began: the engine's pending operations. */
  readonly pending = new Map<string, Declared>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** `parity up`: recover, refresh, then each resource in turn up to the first refusal, and last what is declared no more. */
  async up(program: readonly Declared[], isKilled: () => boolean = () => false): Promise<void> {
    await this.during(async (plugin) => {
      await this.recover(plugin, isKilled);
      await this.refreshWith(plugin, isKilled);
      for (const declared of program) await this.settle(plugin, declared, isKilled);
      const gone = [...this.resources.keys()].filter((name) => !program.some((declared) => declared.name === name));
      for (const name of gone.reverse()) await this.remove(plugin, name, isKilled);
    });
  }

  /** `pulumi preview`: what would be done. It changes nothing. */
  async preview(program: readonly Declared[]): Promise<void> {
    await this.during(async (plugin) => {
      for (const declared of program) {
        const held = this.resources.get(declared.name)?.held;
        const ready = this.inputsOf(declared);
        if (!ready) continue;
        const { inputs } = await plugin.check(declared.token, ready, held?.inputs ?? {}, declared.name);
        if (held) await plugin.diff(declared.token, held, inputs);
        else await plugin.previewCreate(declared.token, inputs, declared.name);
      }
    });
  }

  /** What a refresh and a preview then still find to do, which is nothing where all is as declared. */
  async unsettled(program: readonly Declared[]): Promise<string[]> {
    const found: string[] = [];
    await this.during(async (plugin) => {
      await this.refreshWith(plugin, () => false);
      for (const declared of program) {
        const held = this.resources.get(declared.name)?.held;
        const ready = this.inputsOf(declared);
        if (!held || !ready) {
          found.push(`the state has no ${declared.name}`);
          continue;
        }
        const { inputs } = await plugin.check(declared.token, ready, held.inputs, declared.name);
        const { changes } = await plugin.diff(declared.token, held, inputs);
        found.push(...Object.keys(changes).map((field) => `${declared.name} would still change in ${field}`));
      }
    });
    return found;
  }

  async refresh(isKilled: () => boolean = () => false): Promise<void> {
    await this.during((plugin) => this.refreshWith(plugin, isKilled));
  }

  async destroy(isKilled: () => boolean = () => false): Promise<void> {
    await this.during(async (plugin) => {
      for (const name of [...this.resources.keys()].reverse()) await this.remove(plugin, name, isKilled);
    });
  }

  private async refreshWith(plugin: TestPlugin, isKilled: () => boolean): Promise<void> {
    for (const [name, resource] of [...this.resources]) {
      const before = resource.held;
      await this.surviving(resource, before, isKilled, () => resource.refresh(plugin));
      if (!resource.held) this.resources.delete(name);
    }
  }

  private async settle(plugin: TestPlugin, declared: Declared, isKilled: () => boolean): Promise<void> {
    const inputs = this.inputsOf(declared);
    if (!inputs) throw new Error(`${declared.name} takes from what is not there: a mistake of the proof`);
    const { name, token } = declared;
    const resource = this.resources.get(name) ?? new Resource(token, name);
    const before = resource.held;
    const creation = { token, name, inputs };
    const had = before ? [] : await this.world.find(creation, "beside a run");
    try {
      await this.surviving(resource, before, isKilled, () => resource.up(plugin, inputs));
    } catch (error) {
      if (error instanceof Killed && !before) this.pending.set(name, declared);
      const mayBeLost = !(error instanceof Killed) && !resource.held && had.length === 0;
      if (mayBeLost && !String(error).includes("parity adopt")) {
        const [id, ...more] = await this.world.find(creation, "beside a run");
        if (id !== undefined && more.length === 0) resource.held = await readFound(plugin, token, id, name);
      }
      throw error;
    } finally {
      if (resource.held) this.resources.set(name, resource);
      else this.resources.delete(name);
    }
  }

  private async remove(plugin: TestPlugin, name: string, isKilled: () => boolean): Promise<void> {
    const resource = this.resources.get(name);
    if (!resource) return;
    const before = resource.held;
    await this.surviving(resource, before, isKilled, () => resource.destroy(plugin));
    this.resources.delete(name);
  }

  /** Whatever comes of an operation in whose time the run is killed, the state is as before it. */
  private async surviving(
    resource: Resource,
    before: Held | undefined,
    isKilled: () => boolean,
    work: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await work();
    } finally {
      if (isKilled()) {
        resource.held = before;
        // biome-ignore lint/correctness/noUnsafeFinally: the dead say nothing of how it ended.
        throw new Killed("killed");
      }
    }
  }

  /** What a pending creation made is imported, where its type can be found. Without an answer all stays pending. */
  private async recover(plugin: TestPlugin, isKilled: () => boolean): Promise<void> {
    for (const [name, declared] of [...this.pending]) {
      const inputs = this.inputsOf(declared);
      if (!this.resources.has(name) && inputs) {
        try {
          const [id, ...more] = await this.world.find({ ...declared, inputs }, "pending");
          const held =
            id === undefined || more.length > 0 ? undefined : await readFound(plugin, declared.token, id, name);
          if (held) this.resources.set(name, new Resource(declared.token, name, held));
        } catch (error) {
          if (isKilled()) throw new Killed("killed");
          throw new PluginFailure(2, error instanceof Error ? error.message : String(error));
        }
      }
      this.pending.delete(name);
    }
  }

  private inputsOf({ inputs }: Declared) {
    try {
      return inputs((name, property) => {
        const value = this.resources.get(name)?.held?.outputs[property];
        if (value === undefined) throw new Missing();
        return value;
      });
    } catch (error) {
      if (error instanceof Missing) return undefined;
      throw error;
    }
  }

  private async during(work: (plugin: TestPlugin) => Promise<void>): Promise<void> {
    this.world.wait();
    const plugin = await this.world.startPlugin();
    try {
      await work(plugin);
    } finally {
      await plugin.close();
    }
  }
}

class Missing extends Error {}

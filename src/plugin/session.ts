import { setMaxListeners } from "node:events";
import type { z } from "zod";
import { Problem } from "../problem/problem.ts";
import { createEngineLog, type EngineLog } from "./engine-log.ts";
import type { PropertyMap } from "./property-values.ts";
import { type ConfigDefinition, resolveConfig } from "./provider-config.ts";
import type { AnyDefinition, Context } from "./resource.ts";

/** Parts of a package schema that no resource says, in its words (pulumi/pulumi pkg/codegen/schema, `PackageSpec`). */
export interface Publication {
  readonly displayName?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string;
  /** Where the engine downloads the plugin. */
  readonly pluginDownloadURL?: string;
  /** What each language's generator is told, by language. */
  readonly language?: { readonly [language: string]: object };
}

/** Everything about one plugin. `C` is what its definitions may call. */
export interface PluginOptions<Config extends z.ZodObject, C> extends ConfigDefinition<Config> {
  /** Semantic version, the same as the npm package's. */
  readonly version: string;
  readonly description?: string;
  /** What its package schema says for people and for generators of SDKs. Default: nothing. */
  readonly publication?: Publication;
  readonly resources: readonly AnyDefinition<C>[];
  /**
   * Called once, at the first operation that needs it. Must be cheap: load clients when they are first called. `signal`
   * is aborted when the engine cancels the run. `environment` holds the variables that the plugin was started with.
   */
  readonly connect: (config: z.infer<Config>, signal: AbortSignal, environment: NodeJS.ProcessEnv) => C;
}

/** What one running plugin knows: its settings, its connection to the engine, and whether it was cancelled. */
export class Session<Config extends z.ZodObject, C> {
  readonly options: PluginOptions<Config, C>;
  readonly log: EngineLog = createEngineLog();
  readonly #cancelled = new AbortController();
  readonly #environment: NodeJS.ProcessEnv;
  readonly #definitions: ReadonlyMap<string, AnyDefinition<C>>;
  #clouds: C | undefined;
  #config: z.infer<Config> | undefined;

  /** `environment` gives settings that are not configured their values. Default: the variables of this process. */
  constructor(options: PluginOptions<Config, C>, environment: NodeJS.ProcessEnv = process.env) {
    this.options = options;
    this.#environment = environment;
    // As many operations may wait for it as the engine runs at once.
    setMaxListeners(0, this.#cancelled.signal);
    this.#definitions = new Map(options.resources.map((definition) => [definition.token, definition]));
  }

  configure(settings: PropertyMap): void {
    this.#config = resolveConfig(this.options, settings, this.#environment);
    this.#clouds = undefined;
  }

  clouds(): C {
    if (this.#config === undefined) this.configure({});
    const config = this.#config as z.infer<Config>;
    this.#clouds ??= this.options.connect(config, this.#cancelled.signal, this.#environment);
    return this.#clouds;
  }

  /** The definition of a URN's type. Throws for a type that is not of this plugin. */
  definition(urn: string): AnyDefinition<C> {
    const { type } = parseUrn(urn);
    const definition = this.#definitions.get(type);
    if (definition) return definition;
    const { name, version } = this.options;
    const known = [...this.#definitions.keys()].join(", ");
    const what = `The ${name} plugin ${version} has no resource type ${type}. It has: ${known}.`;
    throw new Problem({
      code: "unknown-type",
      what,
      fix: "use the version of the plugin that the program was written for",
    });
  }

  /** `timeoutSeconds` is the resource's `customTimeouts`; 0 is none. */
  context(urn: string, timeoutSeconds = 0): Context {
    const { stack, project, name } = parseUrn(urn);
    // Clients leave listeners behind on a signal, so each operation gets one of its own.
    const signals = [this.#cancelled.signal];
    if (timeoutSeconds > 0) signals.push(AbortSignal.timeout(timeoutSeconds * 1000));
    return {
      urn,
      stack,
      project,
      name,
      signal: AbortSignal.any(signals),
      log: (severity, message) => this.log.write(severity, urn, message),
    };
  }

  cancel(): void {
    this.#cancelled.abort();
  }
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; only the name may hold `::` again. */
export function parseUrn(urn: string): { stack: string; project: string; type: string; name: string } {
  const [stack = "", project = "", types = "", ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { stack, project, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

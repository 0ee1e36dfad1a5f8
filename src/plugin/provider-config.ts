import type { z } from "zod";
import { line } from "../problem/command-line.ts";
import { renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { findChanges } from "./diff.ts";
import { type Inspection, inspectMap } from "./inspection.ts";
import { isKnown, mapValues, type PropertyMap, type PropertyValue, reveal, seal, sealLike } from "./property-values.ts";

/** The settings a plugin takes from `pulumi config` or from explicit provider arguments. */
export interface ConfigDefinition<Config extends z.ZodObject> {
  /** Package name: the first part of its tokens and of its settings. */
  readonly name: string;
  /** Describe each property with `.describe()`. Properties that have a fallback should be optional. */
  readonly config: Config;
  /** Settings that are always secret. */
  readonly secretConfig?: readonly (keyof z.infer<Config> & string)[];
  /** Environment variables that give a setting its value when it is not configured; the first that is set wins. */
  readonly environment?: { readonly [K in keyof z.infer<Config> & string]?: readonly string[] };
}

/** Settings that the engine itself adds to every provider (pulumi/pulumi pkg/resource/deploy/providers/registry.go). */
const ENGINE_KEYS: readonly string[] = ["version", "pluginDownloadURL", "__internal", "__defaults"];

/**
 * Checks a provider's settings. Values from the environment are not part of the answer: it goes to state, and a token
 * in the environment is not meant for it.
 */
export function checkConfig<Config extends z.ZodObject>(
  definition: ConfigDefinition<Config>,
  given: PropertyMap,
): Inspection<PropertyMap> {
  const { problems } = inspectMap(definition.config.partial(), parseValues(definition.config, given));
  const value = mapValues(given, (setting, name) =>
    definition.secretConfig?.includes(name) ? seal(setting) : setting,
  );
  return { value, problems };
}

/**
 * `parity:flyApiUrl: Invalid URL` and what to run. Holds no value: most settings are tokens.
 * @param stack the stack whose config has them; none where they come from the environment too
 */
export function describeSettings(
  { name }: { readonly name: string },
  problems: readonly Problem[],
  stack?: string,
): Problem {
  const wrong = problems.map(({ where, what }) => ({ setting: `${name}:${renderPath(where?.path ?? [])}`, what }));
  return new Problem({
    code: "plugin-setting",
    what: wrong.map(({ setting, what }) => `${setting}: ${what}`).join("\n"),
    ...(stack === undefined
      ? { fix: "correct it in the config, or in the environment variable that it comes from" }
      : {
          fix: "set it again, or take it away",
          commands: wrong.map(({ setting }) => line`pulumi config rm --stack ${stack} ${setting}`),
        }),
  });
}

/** True when the settings differ. A change never replaces the provider: that would replace everything it made. */
export function diffConfig(before: PropertyMap, after: PropertyMap): boolean {
  return findChanges(before, after).length > 0;
}

/** The settings to work with: configured ones, else the environment's, else defaults. Throws for one that is wrong. */
export function resolveConfig<Config extends z.ZodObject>(
  definition: ConfigDefinition<Config>,
  given: PropertyMap,
  environment: NodeJS.ProcessEnv,
): z.infer<Config> {
  const fallbacks = Object.entries(definition.environment ?? {}).flatMap(([name, variables]) => {
    const set = (variables as readonly string[]).map((variable) => environment[variable]).find((value) => value);
    return set === undefined ? [] : [[name, set] as const];
  });
  const settings = parseValues(definition.config, { ...Object.fromEntries(fallbacks), ...given });
  const { value, problems } = inspectMap(definition.config, settings);
  if (problems.length > 0) throw describeSettings(definition, problems);
  return reveal(value) as z.infer<Config>;
}

/** Without the engine's own keys, and with JSON parsed: `pulumi config` hands over booleans, numbers and lists as text. */
function parseValues(schema: z.ZodObject, given: PropertyMap): PropertyMap {
  const settings = Object.entries(given).filter(([name]) => !ENGINE_KEYS.includes(name));
  return mapValues(Object.fromEntries(settings), (value, name) =>
    sealLike(parseValue(schema.shape[name], value), value),
  );
}

function parseValue(schema: unknown, sealed: PropertyValue): PropertyValue {
  const value = reveal(sealed);
  const property = schema as z.ZodType | undefined;
  if (typeof value !== "string" || !isKnown(value) || !property || property.safeParse(value).success) return value;
  try {
    return JSON.parse(value) as PropertyValue;
  } catch {
    return value;
  }
}

import { z } from "zod";
import { unsupported } from "../core/unsupported.ts";

export const slotNames = ["preview", "production"] as const;

const variable = z.object({ type: z.enum(["plain_text", "secret_text"]), value: z.string() });

/** What a project's deployments of one kind get. The three defaults go into every slot that is given. */
const slot = z.object({
  alwaysUseLatestCompatibilityDate: z.boolean().default(false),
  buildImageMajorVersion: z.number().int().default(3),
  failOpen: z.boolean().default(true),
  compatibilityDate: z.string().optional(),
  compatibilityFlags: z.array(z.string()).optional(),
  envVars: z.record(z.string(), variable).optional(),
  aiBindings: unsupported,
  analyticsEngineDatasets: unsupported,
  browsers: unsupported,
  d1Databases: unsupported,
  durableObjectNamespaces: unsupported,
  hyperdriveBindings: unsupported,
  kvNamespaces: unsupported,
  limits: unsupported,
  mtlsCertificates: unsupported,
  placement: unsupported,
  queueProducers: unsupported,
  r2Buckets: unsupported,
  services: unsupported,
  usageModel: unsupported,
  vectorizeBindings: unsupported,
  wranglerConfigHash: unsupported,
});
type Slot = z.infer<typeof slot>;
type Variables = NonNullable<Slot["envVars"]>;

export const deploymentConfigs = z.object({ preview: slot.optional(), production: slot.optional() });

/** As the API answers them. */
const liveSlot = slot.extend({ usageModel: z.string().optional() });
export const liveConfigs = z.object({ preview: liveSlot.optional(), production: liveSlot.optional() });

export type DeploymentConfigs = z.infer<typeof deploymentConfigs>;

/**
 * What a refresh takes for inputs. Slots that the program does not give are not compared, until somebody has set a
 * variable in one: from then on they are a change at every preview (observed with the plugin that wraps v5.19.1).
 * Variables set by others are among those of a slot that is given.
 */
export function refreshSlots(live: DeploymentConfigs, given: DeploymentConfigs | undefined) {
  if (!given) return slotNames.some((name) => live[name]?.envVars) ? live : undefined;
  const slots = slotNames.map((name) => [name, refreshSlot(live[name], given[name])] as const);
  return Object.fromEntries(slots.filter(([, one]) => one !== undefined)) as DeploymentConfigs;
}

function refreshSlot(live: Slot | undefined, given: Slot | undefined): Slot | undefined {
  if (!live || !given) return given;
  const envVars = live.envVars && restoreSecrets(live.envVars, given.envVars ?? {});
  const { envVars: _, ...settings } = given;
  return { ...settings, ...pickGiven(live, settings), ...(envVars && { envVars }) };
}

/** The value of a secret is never told: the provider keeps the one it knows, and sees no change made elsewhere. */
function restoreSecrets(live: Variables, given: Variables): Variables {
  const entries = Object.entries(live).map(([name, { type, value }]) => {
    return [name, { type, value: type === "secret_text" ? (given[name]?.value ?? "") : value }] as const;
  });
  return Object.fromEntries(entries);
}

/** Of `live` what `given` has a value for. */
export function pickGiven<T extends object>(live: T, given: object): Partial<T> {
  return Object.fromEntries(Object.entries(live).filter(([name]) => name in given)) as Partial<T>;
}

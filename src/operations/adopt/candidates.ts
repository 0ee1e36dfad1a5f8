import { z } from "zod";
import type { EngineStep } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";

const entry = z.looseObject({
  type: z.string(),
  name: z.string(),
  logicalName: z.string().optional(),
  id: z.string().optional(),
  component: z.boolean().optional(),
  /** Name of the provider, where it is not the default one. */
  provider: z.string().optional(),
});

/** What `pulumi preview --import-file` writes: everything that an up would make, with its parents. */
const importFile = z.looseObject({ resources: z.array(entry) });

export type ImportFile = z.infer<typeof importFile>;
export type ImportEntry = ImportFile["resources"][number];

/** A resource that an up would make, and that may be there already. */
export interface Candidate {
  readonly entry: ImportEntry;
  readonly type: string;
  /** False below a provider that the state has not yet: the engine (3.276) writes a state that it cannot read itself. */
  readonly importable: boolean;
  /** For people, such as `fly App api`. */
  readonly resource: string;
  /** As the program declares it; what is not known before it is made is absent, and what is secret masked. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

export function parseImportFile(text: string): ImportFile {
  return importFile.parse(JSON.parse(text));
}

/** The resources of an import file that stand for something at a cloud, with the inputs that the preview shows. */
export function candidatesOf({ resources }: ImportFile, steps: readonly EngineStep[]): Candidate[] {
  const keyOf = (type: string, name = "") => `${type}::${name}`;
  const declared = new Map(steps.map((step) => [keyOf(step.type, step.urn.split("::").at(-1)), step]));
  const providers = new Set(resources.filter(isProvider).map(({ name }) => name));
  return resources.flatMap((entry) => {
    const step = declared.get(keyOf(entry.type, entry.logicalName ?? entry.name));
    if (entry.id === undefined || entry.component || !step) return [];
    const importable = entry.provider === undefined || !providers.has(entry.provider);
    return [{ entry, type: entry.type, importable, resource: nameResource(step.urn), inputs: step.new?.inputs ?? {} }];
  });
}

/** The file that imports what was found: with the components that it hangs on, and nothing else. */
export function fileOf(file: ImportFile, ids: ReadonlyMap<ImportEntry, string>): ImportFile {
  const resources = file.resources.flatMap((one) => {
    const id = ids.get(one);
    if (id !== undefined) return [{ ...one, id }];
    return one.id === undefined && !isProvider(one) ? [one] : [];
  });
  return { ...file, resources };
}

function isProvider({ type }: ImportEntry): boolean {
  return type.startsWith("pulumi:providers:");
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runImport } from "../engine/import.ts";
import { typeOf } from "../engine/resource-change.ts";
import type { EngineRun } from "../engine/run.ts";
import type { Creation } from "./creation.ts";

/** A thing that is taken into the state as what a creation made. */
export interface Taken {
  readonly creation: Creation;
  readonly id: string;
}

/** Takes things into the state, each below its own parent and with its own provider, which the state holds already. */
export async function importTaken(
  taken: readonly Taken[],
  place: { project: string; stack: string },
): Promise<EngineRun> {
  const folder = mkdtempSync(join(tmpdir(), "parity-import-"));
  const file = join(folder, "resources.json");
  try {
    writeFileSync(file, JSON.stringify(importFileOf(taken)), { mode: 0o600 });
    return await runImport(file, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file of `pulumi import --file`, in which parents and providers have names of their own. */
export function importFileOf(taken: readonly Taken[]) {
  const nameTable: Record<string, string> = {};
  const nameOf = (urn: string) => {
    const known = Object.entries(nameTable).find(([, one]) => one === urn)?.[0];
    const name = known ?? `urn${Object.keys(nameTable).length}`;
    nameTable[name] = urn;
    return name;
  };
  const resources = taken.map(({ creation: { urn, parent, provider }, id }, at) => ({
    ...{ type: typeOf(urn), name: `resource${at}`, logicalName: urn.split("::").slice(3).join("::"), id },
    ...(parent !== undefined && { parent: nameOf(parent) }),
    ...(provider !== undefined && { provider: nameOf(provider.slice(0, provider.lastIndexOf("::"))) }),
  }));
  return { nameTable, resources };
}

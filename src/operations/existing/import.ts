import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../../problem/problem.ts";
import { runImport } from "../engine/import.ts";
import { askPulumi } from "../engine/pulumi.ts";
import { typeOf } from "../engine/resource-change.ts";
import type { Attempt } from "./attempt.ts";

/** A thing that is taken into the state as what an attempt made. */
export interface Taken {
  readonly attempt: Attempt;
  readonly id: string;
}

/**
 * Takes things into the state, each below its own parent and with its own provider, which the state holds already. What it holds
 * itself is taken out first: an import takes nothing in twice.
 * @returns why it could not be done
 */
export async function importTaken(taken: readonly Taken[], place: Place): Promise<string[]> {
  const { project, stack } = place;
  const folder = mkdtempSync(join(tmpdir(), "parity-import-"));
  const file = join(folder, "resources.json");
  try {
    for (const { urn, held } of taken.map(({ attempt }) => attempt)) {
      if (held) await askPulumi(["-C", project, "state", "delete", urn, "--stack", stack, "--yes"]);
    }
    writeFileSync(file, JSON.stringify(importFileOf(taken)), { mode: 0o600 });
    const { ok, errors } = await runImport(file, place);
    return ok ? [] : errors.map(({ message }) => message);
  } catch (error) {
    if (error instanceof Problem) return [error.message];
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file of `pulumi import --file`, in which parents and providers have names of their own. */
import type { Place } from "./stack-state.ts";
export function importFileOf(taken: readonly Taken[]) {
  const nameTable: Record<string, string> = {};
  const nameOf = (urn: string) => {
    const known = Object.entries(nameTable).find(([, one]) => one === urn)?.[0];
    const name = known ?? `urn${Object.keys(nameTable).length}`;
    nameTable[name] = urn;
    return name;
  };
  const resources = taken.map(({ attempt: { urn, parent, provider }, id }, at) => ({
    ...{ type: typeOf(urn), name: `resource${at}`, logicalName: urn.split("::").slice(3).join("::"), id },
    ...(parent !== undefined && { parent: nameOf(parent) }),
    ...(provider !== undefined && { provider: nameOf(provider.slice(0, provider.lastIndexOf("::"))) }),
  }));
  return { nameTable, resources };
}

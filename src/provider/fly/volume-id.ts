import { Problem } from "../../problem/problem.ts";
import { parseChildId } from "./child-id.ts";

interface VolumeId {
  readonly app: string;
  readonly volumeId: string;
  /** Only in the id of an import: Fly keeps no such number. */
  readonly slot: number;
}

const FORM = "<app>/<volume id>, with ?slot=<n> behind it for a volume other than the first of its name and region";

/** The id of an import; without a slot, or with the first, it is the id in the state. */
export function formatVolumeId({ app, volumeId, slot }: VolumeId): string {
  return `${app}/${volumeId}${slot === 1 ? "" : `?slot=${slot}`}`;
}

/** @throws Problem where it has another form */
export function parseVolumeId(id: string): VolumeId {
  const { parent: app, child } = parseChildId(id, FORM);
  const [, volumeId, slot = "1"] = /^([^/?]+)(?:\?slot=([1-9]\d*))?$/.exec(child) ?? [];
  if (volumeId !== undefined) return { app, volumeId, slot: Number(slot) };
  throw new Problem({
    code: "import-id",
    what: `${JSON.stringify(id)} is not an id of this type.`,
    fix: `write ${FORM}`,
  });
}

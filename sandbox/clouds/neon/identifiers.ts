import type { Ids } from "../core/ids.ts";

const adjectives = [
  "quiet",
  "calm",
  "bright",
  "plain",
  "late",
  "round",
  "soft",
  "cold",
  "gentle",
  "green",
  "wide",
  "old",
];
const nouns = ["river", "leaf", "tree", "hill", "rain", "field", "stone", "cloud", "lake", "bird", "fire", "sea"];

/** Such as `quiet-river-12345678`, the form of Neon's project ids. */
export function makeProjectId(ids: Ids): string {
  return `${words(ids, "project")}-${digits(ids)}`;
}

/** Such as `br-calm-leaf-a1b2c3d4`. */
export function makeBranchId(ids: Ids): string {
  return `br-${words(ids, "branch")}-${ids.slug("branch", 8)}`;
}

/** Such as `ep-calm-tree-a1b2c3d4`. */
export function makeEndpointId(ids: Ids): string {
  return `ep-${words(ids, "endpoint")}-${ids.slug("endpoint", 8)}`;
}

/** A log sequence number, such as `0/1FA22C0`. */
export function makeLsn(ids: Ids): string {
  return `0/${ids.hex("lsn", 7).toUpperCase()}`;
}

function words(ids: Ids, kind: string): string {
  const drawn = Number.parseInt(ids.hex(kind, 8), 16);
  return `${adjectives[drawn % adjectives.length]}-${nouns[Math.floor(drawn / adjectives.length) % nouns.length]}`;
}

function digits(ids: Ids): string {
  return String(Number.parseInt(ids.hex("project", 12), 16) % 100_000_000).padStart(8, "0");
}

import { closest, distance } from "fastest-levenshtein";
import type { Fault, FaultKind } from "./core/faults.ts";

/** Every kind of fault, with what it does in a few words. */
export const faultKinds: Readonly<Record<FaultKind, string>> = {
  refuse: "answers --status (503) instead of doing the work",
  cut: "closes the connection before the work",
  lose: "does the work, then closes the connection without an answer",
  misreport: "does the work, then answers --status (502)",
  slow: "holds the answer for --delay milliseconds (1000)",
  drop: "answers success without doing the work",
};

const statusKinds: readonly FaultKind[] = ["refuse", "misreport"];

/**
 * Reads faults as they are ordered over HTTP or on a command line. `times` is 1 when left out.
 * @returns the faults, or every reason why they cannot be set
 */
export function readFaultOrders(
  orders: unknown,
  operations: readonly string[],
): { faults: Fault[]; problems: string[] } {
  const list = Array.isArray(orders) ? orders : [orders];
  const problems = list.flatMap((order) => checkOrder(order, operations));
  if (problems.length > 0) return { faults: [], problems };
  return { faults: (list as Fault[]).map((order) => ({ ...order, times: order.times ?? 1 })), problems };
}

function checkOrder(order: unknown, operations: readonly string[]): string[] {
  if (order === null || typeof order !== "object") return ["a fault is an object with an operation and a kind"];
  const { operation, kind, status, delayMs, retryAfter, times, ...unknown } = order as Record<string, unknown>;
  const kinds = Object.keys(faultKinds);
  return [
    ...checkName("operation", operation, operations),
    ...checkName("kind", kind, kinds),
    ...checkNumber("status", status, 400, 599),
    ...checkNumber("delayMs", delayMs, 1, 600_000),
    ...checkNumber("retryAfter", retryAfter, 0, 86_400),
    ...checkNumber("times", times, 1, 1_000_000),
    ...(status !== undefined && !statusKinds.includes(kind as FaultKind) ? [pointless("status", statusKinds)] : []),
    ...(retryAfter !== undefined && !statusKinds.includes(kind as FaultKind)
      ? [pointless("retryAfter", statusKinds)]
      : []),
    ...(delayMs !== undefined && kind !== "slow" ? [pointless("delayMs", ["slow"])] : []),
    ...Object.keys(unknown).map((name) => `a fault has no ${name}`),
  ];
}

function checkName(what: string, given: unknown, known: readonly string[]): string[] {
  if (typeof given === "string" && known.includes(given)) return [];
  return [`${JSON.stringify(given) ?? "nothing"} is not a known ${what}.${suggest(String(given), known)}`];
}

/** The nearest name when it is near enough to be a slip, else those of the same cloud, else all. */
function suggest(given: string, known: readonly string[]): string {
  const nearest = closest(given, [...known]);
  if (distance(given, nearest) <= Math.max(2, given.length / 4)) return ` Did you mean ${nearest}?`;
  const cloud = `${given.split(".", 1)[0]}.`;
  const sameCloud = known.filter((name) => name.startsWith(cloud));
  return ` Known: ${(sameCloud.length > 0 ? sameCloud : known).join(", ")}`;
}

function checkNumber(name: string, value: unknown, least: number, most: number): string[] {
  if (value === undefined) return [];
  const fits = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  return fits ? [] : [`${name} is a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`];
}

function pointless(name: string, kinds: readonly FaultKind[]): string {
  return `${name} goes with ${kinds.join(" and ")} only`;
}

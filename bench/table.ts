import type { Spread } from "./comparison.ts";

export function verdict(goal: string, met: boolean): string {
  return `${goal}: ${met ? "met" : "not met"}`;
}

export function numbers({ median, min, max }: Spread): string[] {
  return [median, min, max].map((number) => number.toFixed(2));
}

export function columns(first: string, ...others: readonly string[]): string {
  return first.padEnd(58) + others.map((text) => text.padStart(11)).join("");
}

import type { Problem } from "../../problem/problem.ts";
import { isObject } from "../merge.ts";
import { misplaced } from "./misplaced.ts";
import { isEncrypted } from "./secret-places.ts";

/** Linux takes no longer string than this for one environment variable, name and end included (MAX_ARG_STRLEN, execve(2)). */
const most = 131_072;

/**
 * Whether a stack's config fits into the environment variable in which Pulumi's engine hands all of it to the program, as JSON of JSON.
 * @param settings all settings of a stack by their keys, those of Pulumi.yaml among them
 */
export function checkSize(settings: { readonly [key: string]: unknown }): Problem[] {
  const texts = Object.entries(settings).map(([key, value]) => [key, textOf(value)] as const);
  const size = Buffer.byteLength(`PULUMI_CONFIG=${JSON.stringify(Object.fromEntries(texts))}`) + 1;
  if (size <= most) return [];
  const [largest = ""] = texts.toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
  return [
    misplaced("config-too-large", ["config", largest], {
      what: `The stack's settings are ${size} bytes; "${largest}" is the largest.`,
      why: `Pulumi hands them to the program in one environment variable, for which Linux has ${most} bytes.`,
      fix: "keep long texts, such as certificates, in files or a secret store, and name them here",
    }),
  ];
}

/** An encrypted value is `v1:<nonce>:<text and mark in base64>`: of it, the text alone is handed on. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const plain = (_: string, part: unknown) =>
    isObject(part) && isEncrypted(part) ? "x".repeat(textLength(String(part["secure"]))) : part;
  return JSON.stringify(value, plain) ?? "";
}

function textLength(cipher: string): number {
  return Math.max(0, Math.floor(((cipher.split(":").at(-1)?.length ?? 0) * 3) / 4) - 18);
}

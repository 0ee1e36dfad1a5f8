import { parseExpression } from "../../config/expression.ts";
import type { Value } from "../../config/schema/value.ts";
import type { AppConfig } from "./schema.ts";

/** Outputs of an app that only somebody needs who calls it. */
const addresses = ["url", "host", "websocket", "internal"];

/** Keys of the apps that it calls: their addresses stand in its values. */
export function callsOf({
  variables,
  secrets,
  buildArgs,
}: Pick<AppConfig, "variables" | "secrets" | "buildArgs">): string[] {
  const values = [variables, secrets, buildArgs].flatMap((kind) => Object.values(kind));
  return [...new Set(values.flatMap(referencesOf).flatMap(appCalled))];
}

function referencesOf(value: Value): string[] {
  const source = typeof value === "string" ? value : "value" in value ? value.value : "";
  const pieces = parseExpression(source);
  return Array.isArray(pieces) ? pieces.flatMap((piece) => ("reference" in piece ? [piece.reference] : [])) : [];
}

function appCalled(reference: string): string[] {
  const [noun, key = "", output = ""] = reference.split(".");
  return noun === "apps" && addresses.includes(output) ? [key] : [];
}

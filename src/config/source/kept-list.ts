import { parseDocument } from "yaml";
import { at, isObject } from "../merge.ts";
import { openEnvironment } from "./environment-map.ts";

/**
 * The text of a stack's file with more paths under `kept`, and the rest of it as it is, with its comments.
 * @param text of a file that is read without a problem; empty where there is none yet
 */
export function addKept(text: string, project: string, paths: readonly string[]): string {
  const document = parseDocument(text);
  const list = [...openEnvironment(document, project), "kept"];
  document.setIn(list, union(at(document.toJS(), list), paths).sort());
  return document.toString({ lineWidth: 0 });
}

/** An environment with more paths under `kept`. */
export function withKept(environment: unknown, paths: readonly string[]): unknown {
  if (paths.length === 0) return environment;
  return { ...(isObject(environment) && environment), kept: union(at(environment, ["kept"]), paths) };
}

function union(had: unknown, paths: readonly string[]): string[] {
  return [...new Set([...(Array.isArray(had) ? (had as string[]) : []), ...paths])];
}

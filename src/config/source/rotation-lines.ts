import { parseDocument } from "yaml";
import type { Rotations } from "../schema/rotations.ts";
import { openEnvironment } from "./environment-map.ts";

/**
 * The text of a stack's file with other lines under `rotations`, and the rest of it as it is, with its comments.
 * @param text of a file that is read without a problem; empty where there is none yet
 */
export function setRotations(text: string, project: string, rotations: Rotations): string {
  const document = parseDocument(text);
  const map = [...openEnvironment(document, project), "rotations"];
  for (const [path, { count, overlap }] of Object.entries(rotations)) {
    document.setIn([...map, path], document.createNode({ count, ...(overlap && { overlap }) }, { flow: true }));
  }
  return document.toString({ lineWidth: 0 });
}

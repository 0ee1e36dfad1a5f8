import { deferredParts, render, type Template } from "../../config/template.ts";
import { type Path, renderPath } from "../../problem/path.ts";
import type { SystemGraph } from "../system.ts";

/**
 * What a generated secret of this stack was before it was last rotated, as `${apps.api.secrets.KEY.previous}`: for an app that accepts
 * both for a while. Where there is no such, it is the secret itself.
 */
export function previousOf(
  path: Path,
  template: Template | undefined,
  graph: SystemGraph,
  from: Path,
): Template | undefined {
  if (!template) return undefined;
  const [part, ...more] = deferredParts(template);
  if (part?.of === "generated" && template.parts.length === 1 && more.length === 0) {
    return graph.use({ ...part, output: "previous" });
  }
  graph.report("no-previous", from, {
    what: `\${${renderPath(path)}.previous} does not exist: ${renderPath(path)} is ${render(template) || "empty"}, and not made at random here.`,
    why: "Only what this stack generates has one that came before it.",
    fix: part?.stack
      ? `give the app of "${part.stack}" a secret that is this, and refer to that`
      : "refer to the secret that is generated",
  });
  return undefined;
}

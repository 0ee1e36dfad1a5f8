import { known } from "../../config/template.ts";
import type { SystemGraph } from "../system.ts";
import type { PipelineBlueprint } from "./resolve.ts";

/** What an environment holds of each (docs.github.com/actions/reference: secrets, variables). */
const MOST = 100;
const MOST_BYTES = 48 * 1024;

/** GitHub stores names of secrets and variables in upper case and compares them so. */
export function storedName(name: string): string {
  return name.toUpperCase();
}

/** What GitHub would refuse of an environment's secrets and variables, or take for one and the same. */
export function checkNames(pipeline: PipelineBlueprint, graph: SystemGraph): void {
  const tokens = Object.keys(pipeline.tokens);
  for (const kind of ["variables", "secrets"] as const) {
    const values = Object.entries(pipeline[kind]);
    const seen = new Map<string, string>();
    for (const [name, template] of values) {
      const path = ["pipeline", kind, name];
      const stored = storedName(name);
      if (stored.startsWith("GITHUB_")) {
        graph.report("github-name", path, {
          what: `"${name}" is reserved.`,
          why: "Names starting with GITHUB_ belong to GitHub (docs.github.com/actions/reference/security/secrets).",
          fix: `write "${stored.replace(/^GITHUB_/, "GH_")}"`,
        });
      }
      const twin = seen.get(stored) ?? (kind === "secrets" ? tokens.find((token) => token === stored) : undefined);
      if (twin !== undefined) {
        graph.report("same-name", path, {
          what: tokens.includes(twin)
            ? `"${name}" is the name of the Fly deploy token that this environment gets.`
            : `"${name}" and "${twin}" are one name at GitHub.`,
          why: "GitHub does not tell upper case from lower case here (docs.github.com/actions/reference/security/secrets).",
          fix: "remove one of them, or give it another name",
        });
      }
      seen.set(stored, name);
      const text = known(template);
      if (text === undefined || Buffer.byteLength(text) <= MOST_BYTES) continue;
      graph.report("github-value-size", path, {
        what: `"${name}" has ${Buffer.byteLength(text)} bytes.`,
        why: "GitHub takes at most 48 KB (docs.github.com/actions/reference/security/secrets).",
        fix: "keep the value in a file or a store, and give the workflow its address",
      });
    }
    const count = values.length + (kind === "secrets" ? tokens.length : 0);
    if (count <= MOST) continue;
    graph.report("github-count", ["pipeline", kind], {
      what: `The GitHub environment would have ${count} ${kind}.`,
      why: `GitHub takes at most ${MOST} in one environment, deploy tokens among them (docs.github.com/actions/reference).`,
      fix: "remove some, or put several into one value",
    });
  }
}

/** When this environment is deployed. */
export function checkTriggers({ on, branches }: PipelineBlueprint, graph: SystemGraph): void {
  const { tier } = graph.scope;
  if (tier === "shared" || tier === "review") return;
  if (Object.keys(on).length === 0) {
    graph.report("no-trigger", ["deploy"], {
      what: "Nothing says when this environment is deployed.",
      fix: 'write "deploy: { on: { push: { branches: [main] } } }", or "manual: true"',
    });
  }
  if (!on.workflow || branches.length > 0) return;
  graph.report("workflow-ref", ["deploy", "on", "workflow"], {
    severity: "warning",
    what: "A deployment that waits for a workflow runs on the default branch, which this environment's rules refuse.",
    why: "GitHub holds an environment's rules against the ref of the run (docs.github.com, Events that trigger workflows).",
    fix: 'write "push: { tags: [...] }", which runs the checks first in the same workflow, or name the default branch',
  });
}

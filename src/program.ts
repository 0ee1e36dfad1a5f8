import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { templateIsNoStack } from "./components/review/template.ts";
import { handedOn } from "./environment/handed-on.ts";
import { KeptResolved } from "./environment/kept-resolved.ts";
import { holdHeapSmall } from "./environment/memory.ts";
import { refused } from "./environment/refused.ts";
import type { ResolvedFiles } from "./environment/resolve-files.ts";
import { reachesIn } from "./environment/resolved.ts";
import { lookAround } from "./environment/surroundings.ts";
import { hasErrors } from "./problem/problem.ts";
import { renderProblems } from "./problem/text.ts";

/**
 * The program of every stack: its config becomes a blueprint, the blueprint an environment. What an earlier run has kept of the same files is
 * enough where nothing is wrong; else the files are read, which says where it is.
 */
export default async function declare() {
  holdHeapSmall();
  const handed = handedOn();
  const { project, stack, secrets } = handed;
  let files: ResolvedFiles | undefined;
  const readFiles = async () => {
    const { resolveFiles } = await import("./environment/resolve-files.ts");
    files ??= resolveFiles(handed);
    return files;
  };
  const keeper = new KeptResolved(handed);
  const resolved = keeper.read() ?? (await readFiles()).resolved;
  const { blueprint, warnings } = resolved;
  const reaches = reachesIn(resolved, handed);
  const [around, { declareStack }] = await Promise.all([
    lookAround({ project, stack, resolved, reaches, given: Object.keys(secrets) }),
    // Until the engine is asked: what is loaded here holds this process up, and the engine meanwhile makes the keys of other stacks' passphrases.
    setImmediate().then(() => import("./declare-stack.ts")),
  ]);
  if (blueprint?.template) throw refused([templateIsNoStack()]);
  const missing = [...around.problems, ...around.ofConfig];
  if (!blueprint || missing.length > 0) {
    const { problems, place } = await readFiles();
    const found = [...problems, ...around.problems, ...around.ofConfig.map(place)];
    if (!blueprint || hasErrors(found)) throw refused(found);
    await pulumi.log.warn(renderProblems(found));
  } else if (warnings !== "") await pulumi.log.warn(warnings);
  if (files) keeper.write(resolved);
  return declareStack(blueprint, { handed, shared: around.shared, reaches: reaches.get(stack) ?? [] });
}

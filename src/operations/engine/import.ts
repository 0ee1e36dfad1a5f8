import { type EngineRun, runEngine } from "./run.ts";

/**
 * Takes what a file lists into the state, each as the program declares it: not protected. Without a program the engine makes code
 * for what it imports, which is of no use here.
 */
export function runImport(
  file: string,
  place: { readonly project: string; readonly stack: string },
): Promise<EngineRun> {
  return runEngine(
    ["import", "--file", file, "--protect=false", "--generate-code=false", "--yes", "--skip-preview"],
    place,
  );
}

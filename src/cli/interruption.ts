import { isEngineRunning } from "../operations/engine/run.ts";
import { exitCodes } from "./exit-codes.ts";

const ENDING =
  "Ending once what is under way is done. Ctrl-C again ends at once, and what is under way may then be done in part.";

/** Whether somebody has asked this process to end, which by then ends in its own way. */
export interface Interruption {
  readonly isAsked: () => boolean;
  /** Leaves signals to the system again. */
  readonly end: () => void;
}

/** Takes SIGINT and SIGTERM. A second one, while no engine runs that would have to end first, ends the process at once. */
export function watchInterruption(exit: (code: number) => void = process.exit): Interruption {
  let isAsked = false;
  const ask = () => {
    if (isAsked && !isEngineRunning()) exit(exitCodes.interrupted);
    if (!isAsked) process.stderr.write(`${ENDING}\n`);
    isAsked = true;
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return { isAsked: () => isAsked, end: () => void process.off("SIGINT", ask).off("SIGTERM", ask) };
}

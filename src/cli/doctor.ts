import { examine } from "../operations/doctor/doctor.ts";
import { isIll, renderDiagnosis } from "../operations/doctor/text.ts";
import { printableJson } from "../problem/printable.ts";
import { exitCodes } from "./exit-codes.ts";
import { styleOf } from "./style.ts";

export interface DoctorCommand {
  /** Default: every stack that has a file. */
  readonly stack?: string;
  readonly project: string;
  readonly json?: boolean;
}

/** @returns the exit code */
export async function runDoctor({ stack, project, json }: DoctorCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const diagnosis = await examine({ project, stack, env, today: new Date() });
  process.stdout.write(
    `${json ? printableJson(diagnosis.findings) : renderDiagnosis(diagnosis, styleOf(process.stdout))}\n`,
  );
  return isIll(diagnosis.findings) ? exitCodes.failed : 0;
}

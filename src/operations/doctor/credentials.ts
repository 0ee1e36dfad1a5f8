import { checkCredentials } from "../../environment/credentials.ts";
import { Problem } from "../../problem/problem.ts";
import { findExpiry } from "../../provider/health.ts";
import { type Credential, firstSet, renewal } from "../../vendors/credential.ts";
import { asking, type Finding, notKnown, wrong } from "./finding.ts";
import { type Patient, stacksAt } from "./patient.ts";

/** What is called, and how it is told. */
export interface Trial {
  /** Such as `FLY_API_TOKEN`: the variable that it is in. */
  readonly what: string;
  readonly patient: Patient;
}

/**
 * Tries a credential where something that is looked at needs it: `tried` makes the least calls. One in the config of the stacks is
 * encrypted, and is not opened here.
 */
export async function tryCredential(
  credential: Credential,
  patient: Patient,
  tried: (trial: Trial) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { vendor, variables, variable } = credential;
  const { project, env } = patient;
  const needing = stacksAt(vendor, patient);
  if (needing.length === 0) return [];
  if (firstSet(variables, env) === undefined) {
    const missing = needing.flatMap((stack) =>
      checkCredentials(stack, [vendor], env, (key) => project.has(stack, key)).slice(0, 1),
    );
    const [first] = missing;
    if (first) return [wrong(variable, first)];
    return [notKnown(variable, `it is in the encrypted config of ${needing.join(", ")}, which is not opened here`)];
  }
  const what = variables.find((name) => env[name]) ?? variable;
  return asking(what, () => tried({ what, patient }));
}

/** It does not let into what the product needs. */
export function lacks(what: string, credential: Credential, lacking: string, need: string): Finding {
  return wrong(
    what,
    new Problem({
      code: "credential-lacks",
      what: `The ${credential.vendor} ${credential.noun} ${lacking}.`,
      fix: renewal(credential, need),
    }),
  );
}

/** One that ends soon, as a drift tells it too. */
export function ending(
  { what, patient }: Trial,
  credential: Credential,
  endsAt: string | undefined,
): readonly Finding[] {
  const cure = {
    fix: "make another with the same permissions, and put it wherever this one is used (docs/ci.md)",
  };
  return findExpiry(`The ${credential.vendor} ${credential.noun}`, endsAt, patient.today, cure).map((ailment) =>
    wrong(what, new Problem({ code: "credential-ends", severity: "warning", what: ailment.what, ...ailment.cure })),
  );
}

/** When it ends, in words. */
export function endOf(endsAt: string | undefined): string {
  return endsAt === undefined ? "it has no end" : `it ends ${endsAt.slice(0, 10)}`;
}

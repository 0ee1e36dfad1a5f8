import { CloudError } from "../../clouds/call/cloud-error.ts";
import { findExpiry } from "../../provider/health.ts";
import type { ProductRepository } from "../github/product-repository.ts";
import type { Broken } from "./report.ts";

/**
 * The token of the github provider, when it ends soon: nothing else in the stack knows. One that is refused already is
 * what the resources are unknown for, so that it is left out here.
 */
export async function findEndingToken({ github }: ProductRepository, today: Date): Promise<Broken[]> {
  try {
    const cure = { fix: "make another with the same permissions, and put it wherever this one is used (docs/ci.md)" };
    const ending = findExpiry("The token", await github.readTokenEnd(), today, cure);
    return ending.map((ailment) => ({ resource: "GITHUB_TOKEN", ...ailment }));
  } catch (error) {
    if (error instanceof CloudError) return [];
    throw error;
  }
}

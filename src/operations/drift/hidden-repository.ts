import { CloudError } from "../../clouds/call/cloud-error.ts";
import { Problem } from "../../problem/problem.ts";
import { reasonOf } from "../../problem/reason.ts";
import type { ProductRepository } from "../github/product-repository.ts";

/**
 * Why it is not proven that what the github provider did not find is gone. `undefined` when it is: the repository that it
 * was in can be seen.
 */
export async function explainHidden({ name, github }: ProductRepository): Promise<string | undefined> {
  try {
    if (await github.isVisible()) return undefined;
    return new Problem({
      code: "hidden-repository",
      what: `GitHub does not show GITHUB_TOKEN the repository ${name} either, and answers 404 to all that a token may not see.`,
      fix: "give the token access to the repository (docs/ci.md), or correct the repository's name",
    }).message;
  } catch (error) {
    if (error instanceof CloudError) return reasonOf(error);
    throw error;
  }
}

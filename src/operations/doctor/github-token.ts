import { githubCredential } from "../../vendors/github/token.ts";
import { connectProductRepository } from "../github/product-repository.ts";
import { ending, endOf, lacks, tryCredential } from "./credentials.ts";
import { type Finding, fine, notKnown } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** Whether the token of the github provider lives, sees the product's repository, and may change it, as far as GitHub tells. */
export function checkGithubToken(patient: Patient): Promise<readonly Finding[]> {
  return tryCredential(githubCredential, patient, async (trial) => {
    const { what } = trial;
    const [blueprint] = patient.blueprints.filter(({ pipeline }) => pipeline);
    const repository = blueprint && connectProductRepository(blueprint, patient.env);
    if (!repository) return [notKnown(what, "it is not known which repository it is for")];
    const { name, github } = repository;
    const [{ endsAt, scopes }, visible] = await Promise.all([github.readToken(), github.isVisible()]);
    const need = `that may change ${name}: ${githubCredential.source}`;
    if (!visible) return [lacks(what, githubCredential, `does not see the repository ${name}`, need)];
    if (scopes && scopes.length > 0 && !scopes.includes("repo") && !scopes.includes("public_repo")) {
      return [lacks(what, githubCredential, `has ${scopes.join(", ")}, and lacks the scope repo`, need)];
    }
    const soon = ending(trial, githubCredential, endsAt);
    if (soon.length > 0) return soon;
    if (scopes && scopes.length > 0) return [fine(what, `sees ${name}; has ${scopes.join(", ")}; ${endOf(endsAt)}`)];
    return [
      fine(what, `sees ${name}; ${endOf(endsAt)}`),
      notKnown(`permissions of ${what}`, "GitHub does not tell those of a fine-grained one, or of a workflow's own"),
    ];
  });
}

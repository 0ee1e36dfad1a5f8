import { Project } from "../../components/project.ts";
import { listSecrets } from "../../operations/secrets/inventory.ts";
import { renderSecrets } from "../../operations/secrets/text.ts";
import { printableJson } from "../../problem/printable.ts";
import { renderProblems } from "../../problem/text.ts";
import { check, renderReports } from "../check.ts";
import { exitCodes } from "../exit-codes.ts";

export interface SecretsCommand {
  readonly project: string;
  readonly stack?: string;
  readonly json?: boolean;
}

/** @returns the exit code */
export function runSecretsList({ project: folder, stack = "", json }: SecretsCommand): number {
  const project = new Project(folder);
  const blueprint = project.resolve().blueprints.get(stack);
  if (!blueprint) {
    process.stdout.write(`${renderReports(check(folder, stack))}\n`);
    return exitCodes.failed;
  }
  const secrets = listSecrets(blueprint, project.secretsOf(stack));
  process.stdout.write(`${json ? printableJson(secrets) : renderSecrets(stack, secrets)}\n`);
  return 0;
}

/** @returns the exit code: 1 when one is missing */
export function runSecretsMissing({ project, stack, json }: SecretsCommand): number {
  const reports = check(project, stack);
  const missing = reports.flatMap(({ stack: name, secrets }) =>
    secrets.filter(({ set }) => !set).map((secret) => ({ stack: name, name: secret.name })),
  );
  const problems = reports.flatMap((report) => report.problems.filter(({ code }) => code === "missing-secret"));
  const text = missing.length === 0 ? "Every secret that only a person has is set." : renderProblems(problems);
  process.stdout.write(`${json ? printableJson(missing) : text}\n`);
  return missing.length > 0 ? exitCodes.failed : 0;
}

import { Project } from "../../components/project.ts";
import { connectSources } from "../../operations/existing/sources.ts";
import { type Age, ageOf, askTimes } from "../../operations/secrets/ages.ts";
import { listSecrets } from "../../operations/secrets/inventory.ts";
import { daysOf, renderOld, renderSecrets } from "../../operations/secrets/text.ts";
import { printableJson } from "../../problem/printable.ts";
import { renderProblems } from "../../problem/text.ts";
import { check, renderReports } from "../check.ts";
import { exitCodes } from "../exit-codes.ts";

export interface SecretsCommand {
  readonly project: string;
  readonly stack?: string;
  readonly json?: boolean;
}

export interface ListCommand extends SecretsCommand {
  /** Only what is at least so many days old. */
  readonly olderThan?: number;
}

/** How long a vendor may take to say how old a secret is. */
const LIMIT_MS = 30_000;

/** @returns the exit code: 1 when something is older than was asked for */
export async function runSecretsList(
  { project: folder, stack = "", json, olderThan }: ListCommand,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const project = new Project(folder);
  const blueprint = project.resolve().blueprints.get(stack);
  if (!blueprint) {
    process.stdout.write(`${renderReports(check(folder, stack))}\n`);
    return exitCodes.failed;
  }
  const sources = connectSources(blueprint, env, AbortSignal.timeout(LIMIT_MS));
  const times = await askTimes(blueprint, { project: project.folder, stack }, sources);
  const now = new Date();
  const all = listSecrets(blueprint, project.secretsOf(stack)).map((secret) => ({
    ...secret,
    ...ageOf(secret, blueprint, times),
  }));
  const isOld = (secret: Age) => (daysOf(secret, now) ?? 0) >= (olderThan ?? 0);
  const secrets = olderThan === undefined ? all : all.filter(isOld);
  const unknown = all.filter((secret) => daysOf(secret, now) === undefined).length;
  const text =
    olderThan === undefined
      ? renderSecrets(stack, secrets, now)
      : renderOld(stack, secrets, { olderThan, unknown, now });
  process.stdout.write(`${json ? printableJson(secrets) : text}\n`);
  return olderThan !== undefined && secrets.length > 0 ? exitCodes.failed : 0;
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

import { missingSecrets, unsentSecrets } from "../../components/secret/missing.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Finding, fine, wrong } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** What is wrong in the files, before any network call. One mistake that hits several stacks is told once. */
export function checkConfig({ project, resolved, stacks }: Patient): readonly Finding[] {
  const told = new Set<Problem>();
  return stacks.flatMap((stack) => {
    const named = { project: project.name, stack };
    const { secrets = [], unsent = [] } = resolved.resolutions.get(stack) ?? {};
    const given = project.secretsOf(stack);
    const problems = [
      ...(resolved.problems.get(stack) ?? []),
      ...missingSecrets(named, secrets, given),
      ...unsentSecrets(named, unsent, given),
    ];
    const own = problems.filter((problem) => !told.has(problem));
    for (const problem of own) told.add(problem);
    const what = `config of ${stack}`;
    return problems.length === 0 ? [fine(what, "nothing is wrong in its files")] : own.map((one) => wrong(what, one));
  });
}

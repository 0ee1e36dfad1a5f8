import { checkOnce, type Printed } from "./kept-check.ts";
import { styleOf } from "./style.ts";

export interface CheckCommand {
  readonly stack?: string;
  /** Folders with Pulumi.yaml. */
  readonly project: readonly string[];
  readonly json?: boolean;
}

/** @returns the exit code: 1 where something is wrong in one of the products */
export async function runCheck({ project: folders, stack, json }: CheckCommand): Promise<number> {
  const style = styleOf(process.stdout);
  const look = { ...(stack !== undefined && { stack }), ...(json && { json }), colours: style.bad("-") !== "-" };
  const answers: (readonly [string, Printed])[] = [];
  for (const project of folders) {
    const printed = await checkOnce({ ...look, project }, async () => {
      const { check, failed, renderReports } = await import("./check.ts");
      const reports = check(project, stack);
      const text = json ? JSON.stringify(reports, null, 2) : renderReports(reports, style);
      return { text, code: failed(reports) ? 1 : 0 };
    });
    answers.push([project, printed]);
  }
  process.stdout.write(`${put(answers, json === true, style.strong)}\n`);
  return Math.max(...answers.map(([, { code }]) => code));
}

function put(
  answers: readonly (readonly [string, Printed])[],
  json: boolean,
  strong: (text: string) => string,
): string {
  const [first] = answers;
  if (first && answers.length === 1) return first[1].text;
  if (!json) return answers.map(([folder, { text }]) => `${strong(folder)}\n\n${text}`).join("\n\n");
  return `{\n${answers.map(([folder, { text }]) => `${JSON.stringify(folder)}: ${text}`).join(",\n")}\n}`;
}

import { basename, resolve } from "node:path";
import packageJson from "../../../package.json" with { type: "json" };
import { makeStack } from "../../operations/engine/stacks.ts";
import type { Answers } from "../../operations/init/answers.ts";
import { initFiles } from "../../operations/init/files.ts";
import { originOf, readRepository } from "../../operations/init/repository.ts";
import { writeFiles } from "../../operations/init/write.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { renderProblems } from "../../problem/text.ts";
import { nearestLabel } from "../../vendors/dns-label.ts";
import { check } from "../check.ts";
import { exitCodes } from "../exit-codes.ts";
import { askAnswers, type Given } from "./questions.ts";
import { parseApps, parseDatabase, parseEnvironments, parseExtras, parseName, parseRepository } from "./words.ts";

export interface InitCommand {
  readonly name?: string;
  readonly repository?: string;
  readonly organization?: string;
  readonly region?: string;
  readonly apps?: string;
  readonly database?: string;
  readonly with?: string;
  readonly environments?: string;
  /** Folder of the application's repository. */
  readonly from?: string;
  /** What package.json asks npm for. Default: this version, or a later one that is compatible. */
  readonly package?: string;
  /** Asks nothing: what no flag says is as usual. */
  readonly yes?: boolean;
  /** False: the backend is left alone. */
  readonly stacks: boolean;
}

/** @returns the exit code */
export async function runInit(target: string, options: InitCommand): Promise<number> {
  const folder = resolve(target);
  const { given, usual } = readGiven(folder, options);
  const isAsked = options.yes !== true && process.stdin.isTTY === true;
  const answers = isAsked
    ? await askAnswers(given, usual, { input: process.stdin, output: process.stderr })
    : { ...usual, ...given };
  writeFiles(folder, initFiles(answers, options.package ?? `^${packageJson.version}`));
  const reports = check(folder);
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  const mistakes = [...new Set(reports.flatMap(({ problems }) => problems))].filter(isMistake);
  if (mistakes.length > 0) {
    print(`${renderProblems(mistakes)}\n\nThe files are in ${folder}. Mend this there.`);
    return exitCodes.failed;
  }
  const stacks = reports.map(({ stack }) => stack);
  print(`${answers.name} is set up in ${folder}: ${stacks.join(", ")}.`);
  for (const { placeholders } of reports.slice(0, 1)) {
    for (const [path, where] of Object.entries(placeholders)) print(`  Pulumi.yaml: put ${where} at ${path}`);
  }
  const made = options.stacks ? await makeStacks(folder, stacks) : false;
  print(`\nNext, in ${folder}:`);
  const next = [line`npm install`, line`npx parity check`, line`npx parity up --stack ${firstOf(stacks)}`];
  for (const command of next) print(`  Run: ${command}`);
  if (!made) print("\nThe stacks are not made yet. Log in to a backend (pulumi login), then make each of them:");
  for (const stack of made ? [] : stacks) print(`  Run: ${line`pulumi stack init ${stack}`}`);
  return 0;
}

function isMistake({ severity }: Problem): boolean {
  return severity === "error";
}

/** What is known already, and what is taken where nothing is said. */
function readGiven(folder: string, options: InitCommand): { readonly given: Given; readonly usual: Answers } {
  const { name, repository, organization, region, apps, database, with: extras, environments, from } = options;
  const usualName = nearestLabel(basename(folder), 30) || "shop";
  const found = from === undefined ? undefined : readRepository(resolve(from), name ?? usualName);
  if (found && Object.keys(found.apps).length === 0) {
    throw new Problem({
      code: "init-nothing-found",
      what: `There is no fly.toml in ${resolve(from ?? "")}.`,
      fix: "name the folder of the application's repository, or leave --from out",
    });
  }
  const origin = found?.repository ?? originOf(folder);
  return {
    given: {
      ...(name !== undefined && { name: parseName(name) }),
      ...(repository !== undefined && { repository: parseRepository(repository) }),
      ...((organization ?? region) !== undefined && { fly: { organization, region: region ?? "iad" } }),
      ...(apps !== undefined ? { apps: parseApps(apps) } : found && { apps: found.apps }),
      ...(database !== undefined && {
        database: parseDatabase(database),
        ...parseExtras((extras ?? "").split(/[\s,]+/).filter(Boolean)),
      }),
      ...(environments !== undefined && { environments: parseEnvironments(environments) }),
    },
    usual: {
      name: usualName,
      repository: origin,
      fly: { organization: undefined, region: "iad" },
      apps: { app: { port: 8080, health: "/health" } },
      database: found ? "none" : "neon",
      ...{ bucket: false, site: false },
      environments: ["dev", "staging", "production"],
    },
  };
}

function firstOf(stacks: readonly string[]): string {
  return ["shared", "staging", "production"].find((one) => stacks.includes(one)) ?? stacks[0] ?? "";
}

/** Whether all of them are there by now. Without a backend there is nothing to make them in. */
async function makeStacks(project: string, stacks: readonly string[]): Promise<boolean> {
  try {
    for (const stack of stacks) await makeStack({ project, stack });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return false;
  }
}

import { basename, resolve } from "node:path";
import packageJson from "../../../package.json" with { type: "json" };
import { makeStack } from "../../operations/engine/stacks.ts";
import { findAccounts } from "../../operations/init/accounts.ts";
import type { Accounts, Answers } from "../../operations/init/answers.ts";
import { initFiles } from "../../operations/init/files.ts";
import { originOf, readRepository } from "../../operations/init/repository.ts";
import { writeFiles } from "../../operations/init/write.ts";
import { line } from "../../problem/command-line.ts";
import { printableJson } from "../../problem/printable.ts";
import { Problem } from "../../problem/problem.ts";
import { nearestLabel } from "../../vendors/dns-label.ts";
import { check } from "../check.ts";
import { exitCodes } from "../exit-codes.ts";
import { askAnswers, type Given } from "./questions.ts";
import { type InitResult, renderInit } from "./text.ts";
import {
  parseApps,
  parseBackend,
  parseDatabase,
  parseEnvironments,
  parseExtras,
  parseName,
  parseRepository,
} from "./words.ts";

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
  /** Where the states are. Default: where the engine is logged in. */
  readonly backend?: string;
  /** Asks nothing: what no flag says is as usual. */
  readonly yes?: boolean;
  /** False: the backend is left alone. */
  readonly stacks: boolean;
  readonly json?: boolean;
}

/** @returns the exit code */
export async function runInit(target: string, options: InitCommand, env: NodeJS.ProcessEnv = {}): Promise<number> {
  const folder = resolve(target);
  const accounts = await findAccounts(env, (text) => void process.stderr.write(`${text}\n`));
  const { given, usual } = readGiven(folder, options, accounts);
  const isAsked = options.yes !== true && process.stdin.isTTY === true;
  const answers = isAsked
    ? await askAnswers(given, usual, { input: process.stdin, output: process.stderr })
    : { ...usual, ...given };
  const source = options.package ?? `^${packageJson.version}`;
  const backend = options.backend === undefined ? undefined : parseBackend(options.backend);
  // The repository knows more of a site than that there is one.
  const site = answers.site && usual.site ? usual.site : answers.site;
  writeFiles(folder, initFiles({ ...answers, site, accounts }, { source, backend }));
  const reports = check(folder);
  const problems = [...new Set(reports.flatMap((report) => report.problems))].filter(isMistake);
  const stacks = reports.map(({ stack }) => stack);
  const made = options.stacks && problems.length === 0 ? await makeStacks(folder, stacks) : false;
  const result: InitResult = {
    ...{ name: answers.name, folder, stacks, problems, made },
    placeholders: reports[0]?.placeholders ?? {},
    secrets: [...new Set(reports.flatMap(({ secrets }) => secrets.map((secret) => secret.name)))],
    next: [line`npm install`, line`npx parity check`, line`npx parity up --stack ${firstOf(stacks)}`],
  };
  process.stdout.write(`${options.json ? printableJson(result) : renderInit(result)}\n`);
  return problems.length > 0 ? exitCodes.failed : 0;
}

/** Of what init has written: what only a person has is not there yet. */
function isMistake({ severity, code }: Problem): boolean {
  return severity === "error" && code !== "missing-secret";
}

/** What is known already, and what is taken where nothing is said. */
function readGiven(
  folder: string,
  options: InitCommand,
  accounts: Accounts,
): { readonly given: Given; readonly usual: Answers } {
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
      fly: { organization: accounts.fly?.length === 1 ? accounts.fly[0]?.id : undefined, region: "iad" },
      apps: { app: { port: 8080, health: "/health" } },
      database: found ? "none" : "neon",
      ...{ bucket: false, site: found?.site ?? false },
      ...(found && { triggers: found.triggers }),
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

import { createInterface, type Interface } from "node:readline/promises";
import { type Answers, environments } from "../../operations/init/answers.ts";
import { Problem } from "../../problem/problem.ts";
import type { Terminal } from "../consent.ts";
import { parseApps, parseDatabase, parseEnvironments, parseExtras, parseName, parseRepository } from "./words.ts";

/** What flags, or the repository, have said already: it is not asked for. */
export type Given = Partial<Answers>;

/** Asks for what is not known, in six questions at most; an empty answer is the one in brackets. */
export async function askAnswers(given: Given, usual: Answers, { input, output }: Terminal): Promise<Answers> {
  const lines = createInterface({ input, output });
  try {
    const name = given.name ?? (await ask(lines, "What is the product called?", usual.name, parseName));
    const repository =
      given.repository ??
      (await ask(lines, "Which repository at GitHub is it in?", usual.repository ?? "", parseRepository));
    const fly =
      given.fly ??
      (await ask(
        lines,
        "Which Fly organization and region?",
        `${usual.fly.organization ?? "personal"} ${usual.fly.region}`,
        parseFly,
      ));
    const apps =
      given.apps ?? (await ask(lines, "Which apps, each with its port or without one?", showApps(usual), parseApps));
    const rest = `${usual.database}${usual.bucket ? " bucket" : ""}${usual.site ? " site" : ""}`;
    const more =
      given.database !== undefined
        ? { database: given.database, bucket: given.bucket ?? false, site: given.site ?? false }
        : await ask(lines, "A database (neon, fly, none), and beside it: bucket, site?", rest, parseMore);
    const named =
      given.environments ??
      (await ask(
        lines,
        `Which environments of ${environments.join(", ")}?`,
        usual.environments.join(" "),
        parseEnvironments,
      ));
    return { name, repository, fly, apps, ...more, environments: named };
  } finally {
    lines.close();
  }
}

/** Asks again where the answer is none. Ctrl-C and the end of the input end it. */
async function ask<T>(lines: Interface, question: string, usual: string, parse: (answer: string) => T): Promise<T> {
  for (;;) {
    const ended = new AbortController();
    lines.once("close", () => ended.abort());
    const answer = await lines.question(`${question} [${usual}] `, { signal: ended.signal }).catch(() => undefined);
    if (answer === undefined) {
      throw new Problem({
        code: "not-agreed",
        what: "The questions were not answered to their end.",
        fix: "run it again, or name everything by flags",
      });
    }
    try {
      return parse(answer.trim() === "" ? usual : answer.trim());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      process.stderr.write(`  ${error.what} Fix: ${error.fix}\n`);
    }
  }
}

function parseFly(answer: string): Answers["fly"] {
  const [organization = "", region = "iad"] = answer.split(/[\s,]+/);
  return { organization: organization === "" ? undefined : organization, region };
}

function parseMore(answer: string): Pick<Answers, "database" | "bucket" | "site"> {
  const [database = "", ...extras] = answer.split(/[\s,]+/).filter(Boolean);
  return { database: parseDatabase(database), ...parseExtras(extras) };
}

function showApps({ apps }: Answers): string {
  return Object.entries(apps)
    .map(([key, { port }]) => (port === undefined ? key : `${key}:${port}`))
    .join(" ");
}

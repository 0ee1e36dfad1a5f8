import { type Answers, type EnvironmentName, environments } from "../../operations/init/answers.ts";
import { didYouMean } from "../../problem/did-you-mean.ts";
import { Problem } from "../../problem/problem.ts";
import { nearestLabel } from "../../vendors/dns-label.ts";

function refuse(what: string, fix: string): never {
  throw new Problem({ code: "init-answer", what, fix });
}

/** Room for `-production` and more behind it in a Fly app's name. */
const LONGEST_NAME = 30;

/** @throws Problem, as the other readers of an answer do */
export function parseName(answer: string): string {
  if (/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(answer) && answer.length <= LONGEST_NAME) return answer;
  return refuse(
    `"${answer}" is not a name for a product: it begins every name at Fly, Neon and Cloudflare.`,
    `write lower-case letters, digits and dashes, at most ${LONGEST_NAME}, such as ${nearestLabel(answer, LONGEST_NAME) || "shop"}`,
  );
}

/** Empty: none yet. */
export function parseRepository(answer: string): string | undefined {
  if (answer === "") return undefined;
  if (/^[\w.-]+\/[\w.-]+$/.test(answer)) return answer;
  return refuse(`"${answer}" is not a repository of GitHub.`, "write owner/name, or nothing when there is none yet");
}

/** `api:8000 worker`: an app without a port serves nothing. */
export function parseApps(answer: string): Answers["apps"] {
  const words = answer.split(/[\s,]+/).filter(Boolean);
  const apps = words.map((word) => {
    const [, key, port] = /^([a-z][a-z0-9-]*)(?::(\d{1,5}))?$/.exec(word) ?? [];
    if (key === undefined || Number(port ?? 1) > 65_535 || port === "0") {
      return refuse(`"${word}" is not an app.`, "write its name, and its port when it serves HTTP, such as api:8000");
    }
    return [key, port === undefined ? {} : { port: Number(port), health: "/health" }] as const;
  });
  return apps.length > 0
    ? Object.fromEntries(apps)
    : refuse("There is no app.", "write at least one, such as api:8000");
}

export function parseDatabase(word: string): Answers["database"] {
  if (word === "neon" || word === "fly" || word === "none") return word;
  return refuse(`"${word}" is not a database that can be had here.`, "write one of none, neon, fly");
}

export function parseExtras(words: readonly string[]): Pick<Answers, "bucket" | "site"> {
  const unknown = words.find((word) => word !== "bucket" && word !== "site");
  if (unknown !== undefined) refuse(`"${unknown}" is not known here.`, "write bucket, site, both or none");
  return { bucket: words.includes("bucket"), site: words.includes("site") };
}

/** What the engine takes (pulumi.com, "State and backends"): a folder, a bucket, Pulumi Cloud. */
export function parseBackend(url: string): string {
  if (/^(file|s3|gs|azblob|https?):\/\/\S+$/.test(url)) return url;
  return refuse(
    `"${url}" is not an address of states.`,
    "write such as file://~/shop-states, s3://shop-states or https://api.pulumi.com",
  );
}

export function parseEnvironments(answer: string): EnvironmentName[] {
  const words = answer.split(/[\s,]+/).filter(Boolean);
  const isKnown = (word: string): word is EnvironmentName => (environments as readonly string[]).includes(word);
  const unknown = words.find((word) => !isKnown(word));
  if (unknown !== undefined || words.length === 0) {
    const near = didYouMean(unknown ?? "", [...environments]);
    refuse(
      `"${unknown ?? ""}" is not an environment.`,
      near ? `did you mean "${near}"?` : `write some of ${environments.join(", ")}`,
    );
  }
  if (words.includes("review") && !words.includes("staging")) {
    refuse("The database of a pull request is a branch of staging's, and there is no staging.", "add staging");
  }
  return environments.filter((one) => words.includes(one));
}

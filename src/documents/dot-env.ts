import type { AppBlueprint, Blueprint } from "../components/blueprint.ts";
import { addressOf, type Template } from "../config/template.ts";
import { containerValues } from "./compose.ts";
import { type Document, markDocument } from "./document.ts";
import { quoteEnvValue } from "./env-value.ts";
import { describeSources } from "./value-source.ts";

/**
 * `.env` of each app that runs on a developer's machine: in the folder of its fly.toml, and where several apps share a
 * folder `.env.<app>`. Deferred values come from `values`, by address such as `databases.main.url` or
 * `secrets.LOGFIRE_WRITE_TOKEN`; what is not in there stays blank, with a comment on where it comes from. A file with
 * given values carries no mark, as if a person had filled it in: nothing that lacks the values may overwrite it.
 */
export function dotEnv(blueprint: Blueprint, values: ReadonlyMap<string, string> = new Map()): Document[] {
  const all = new Map([...containerValues(blueprint), ...values]);
  return localApps(blueprint).map((app) => {
    const body = `${head}${renderApp(app, blueprint, all)}`;
    const file = { path: dotEnvPath(app, blueprint), mode: 0o600, secret: true };
    return values.size > 0 ? { ...file, text: body } : markDocument({ ...file, stacks: [blueprint.stack], body });
  });
}

const head = "# Fill in what is blank. What is filled in stays: only --force overwrites it.\n";

/** The same files with every value blank, as `.env.example`: for the repository. */
export function dotEnvExample(blueprint: Blueprint): Document[] {
  return localApps(blueprint).map((app) =>
    markDocument({
      path: `${dotEnvPath(app, blueprint)}.example`,
      stacks: [blueprint.stack],
      body: renderApp(app, blueprint, undefined),
    }),
  );
}

/** Where the values of an app on a developer's machine stand, from the repository's root. */
export function dotEnvPath(app: AppBlueprint, blueprint: Blueprint): string {
  const folder = folderOf(app);
  const alone = localApps(blueprint).filter((other) => folderOf(other) === folder).length === 1;
  return `${folder}${alone ? ".env" : `.env.${app.key}`}`;
}

function localApps({ apps }: Blueprint): AppBlueprint[] {
  return apps.filter((app) => app.ownership.in === "local" && Object.keys(textsOf(app)).length > 0);
}

function folderOf({ config = "" }: AppBlueprint): string {
  return config.slice(0, config.lastIndexOf("/") + 1);
}

/** On a developer's machine no image is built, so what would be its build's arguments are variables too. */
function textsOf({ buildArgs, variables, secrets }: AppBlueprint): { readonly [name: string]: Template } {
  return { ...buildArgs, ...variables, ...secrets };
}

/** One entry a value. Without `values` all of them are blank. */
function renderApp(app: AppBlueprint, blueprint: Blueprint, values: ReadonlyMap<string, string> | undefined): string {
  const entries = Object.entries(textsOf(app)).map(([name, text]) => {
    const value = values && fill(text, values);
    const quoted = value === undefined ? "" : quoteEnvValue(value);
    if (quoted === undefined) return `# ${name}: no .env file holds its value whole; set it in your shell\n`;
    const sources = value === undefined ? describeSources(text, blueprint) : [];
    return `${sources.map((source) => `# ${source}\n`).join("")}${name}=${quoted}\n`;
  });
  return entries.join("");
}

/** The text with its late parts filled in, unless one of them is not among the values. */
function fill({ parts }: Template, values: ReadonlyMap<string, string>): string | undefined {
  const pieces = parts.map((part) => (typeof part === "string" ? part : values.get(addressOf(part))));
  return pieces.every((piece) => piece !== undefined) ? pieces.join("") : undefined;
}

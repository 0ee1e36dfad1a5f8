import { posix } from "node:path";
import type { AppBlueprint, Blueprint, SiteBlueprint } from "../components/blueprint.ts";
import { addressOf, type Template, type Templates, withoutCommit } from "../config/template.ts";
import { containerValues } from "./compose.ts";
import { type Document, markDocument } from "./document.ts";
import { quoteEnvValue } from "./env-value.ts";
import { describeSources } from "./value-source.ts";

/** An app or a site that runs on a developer's machine, with values. */
interface LocalPart {
  readonly key: string;
  /** Where its `.env` would lie if no other did. */
  readonly path: string;
  readonly texts: Templates;
}

/**
 * `.env` of each app and site that runs on a developer's machine: where `local.env` says, else in the folder that its command
 * changes to, else in that of its fly.toml; and `.env.<key>` where two would be one. Deferred values come from `values`, by address such as `databases.main.url` or
 * `secrets.LOGFIRE_WRITE_TOKEN`; what is not in there stays blank, with a comment on where it comes from. A file with
 * given values carries no mark, as if a person had filled it in: nothing that lacks the values may overwrite it.
 */
export function dotEnv(blueprint: Blueprint, values: ReadonlyMap<string, string> = new Map()): Document[] {
  const all = new Map([...containerValues(blueprint), ...values]);
  return partsOf(blueprint).map((part) => {
    const body = () => `${head}${renderPart(part, blueprint, all)}`;
    const file = { path: part.path, mode: 0o600, secret: true };
    return values.size > 0
      ? { ...file, stacks: [blueprint.stack], text: body() }
      : markDocument({ ...file, project: blueprint.project, stacks: [blueprint.stack], body });
  });
}

const head = "# Fill in what is blank. What is filled in stays: only --force overwrites it.\n";

/** The same files with every value blank, as `.env.example`: for the repository. */
export function dotEnvExample(blueprint: Blueprint): Document[] {
  return partsOf(blueprint).map((part) =>
    markDocument({
      project: blueprint.project,
      path: `${part.path}.example`,
      stacks: [blueprint.stack],
      body: () => renderPart(part, blueprint, undefined),
    }),
  );
}

/** Where the values of an app or a site stand on a developer's machine, from the repository's root. None: it has no values. */
export function dotEnvPath(key: string, blueprint: Blueprint): string | undefined {
  return partsOf(blueprint).find((part) => part.key === key)?.path;
}

/** On a developer's machine no image is built, so what would be its build's arguments are variables too, but for the commit. */
function partsOf({ apps, sites }: Blueprint): LocalPart[] {
  const ofApps = apps.flatMap(({ buildArgs, variables, secrets, ...app }) =>
    partOf(app, app.config, { ...withoutCommit(buildArgs), ...variables, ...secrets }),
  );
  const ofSites = sites.flatMap(({ variables, secrets, ...site }) => partOf(site, "", { ...variables, ...secrets }));
  return [...ofApps.map((part) => keyed(part, ofApps)), ...ofSites.map((part) => keyed(part, [...ofApps, ...ofSites]))];
}

function partOf(
  { key, local, ownership }: Pick<AppBlueprint | SiteBlueprint, "key" | "local" | "ownership">,
  config: string,
  texts: Templates,
): LocalPart[] {
  if (ownership.in !== "local" || Object.keys(texts).length === 0) return [];
  return [{ key, path: local?.env ?? `${folderOf(local?.command, config)}.env`, texts }];
}

function keyed(part: LocalPart, others: readonly LocalPart[]): LocalPart {
  const alone = others.every((other) => other.key === part.key || other.path !== part.path);
  return alone ? part : { ...part, path: `${part.path}.${part.key}` };
}

/** With a slash at its end, unless it is the root. */
function folderOf(command = "", config: string): string {
  const [, entered] = /^cd ([\w./@-]+) &&/.exec(command) ?? [];
  const folder = posix.normalize(entered ?? posix.dirname(config));
  return folder === "." ? "" : `${folder}/`;
}

/** One entry a value. Without `values` all of them are blank. */
function renderPart(
  { texts }: LocalPart,
  blueprint: Blueprint,
  values: ReadonlyMap<string, string> | undefined,
): string {
  const entries = Object.entries(texts).map(([name, text]) => {
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

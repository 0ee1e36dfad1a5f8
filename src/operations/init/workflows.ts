import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../../config/merge.ts";
import type { SiteAnswers, Triggers } from "./answers.ts";

/** What a repository's workflows say of its deployments. */
export interface FoundWorkflows {
  /** When staging and production are deployed, as far as a workflow of flyctl says. */
  readonly triggers: Triggers;
  /** The Pages project that a workflow uploads. */
  readonly site?: SiteAnswers;
}

/** Reads `.github/workflows`. A file that is not YAML is left out: it is GitHub's to refuse. */
export function readWorkflows(repository: string): FoundWorkflows {
  const folder = join(repository, ".github", "workflows");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  const files = names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  const site = files.map(({ text }) => siteIn(text)).find((found) => found !== undefined);
  const triggers: { -readonly [name in keyof Triggers]: Triggers[name] } = {};
  for (const { name, text } of files.filter((file) => /\bfly(ctl)? deploy\b/.test(file.text))) {
    const on = triggerIn(text);
    const environment = /stag/i.test(`${name} ${commandsIn(text)}`) ? "staging" : "production";
    if (on !== undefined) triggers[environment] ??= on;
  }
  return { triggers, ...(site && { site }) };
}

/** The lines that deploy: a job may well name another environment. */
function commandsIn(text: string): string {
  return (text.match(/^.*\bfly(ctl)? deploy\b.*$/gm) ?? []).join(" ");
}

/** The part of `on` that a deployment has here: pushed branches or tags, or releases. */
function triggerIn(text: string): Triggers["staging"] {
  let on: unknown;
  try {
    on = (parse(text) as { readonly on?: unknown } | null)?.on;
  } catch {
    return undefined;
  }
  const events =
    typeof on === "string" ? { [on]: null } : Array.isArray(on) ? Object.fromEntries(on.map((one) => [one, null])) : on;
  if (!isObject(events)) return undefined;
  if ("release" in events) return { release: {} };
  const push = events["push"];
  if (!isObject(push)) return undefined;
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
  const [branches, tags] = [texts(push["branches"]), texts(push["tags"])];
  if (branches.length === 0 && tags.length === 0) return undefined;
  return { push: { ...(branches.length > 0 && { branches }), ...(tags.length > 0 && { tags }) } };
}

/** `wrangler pages deploy <output> --project-name <name>`, in a step of its own or in that of Cloudflare's action. */
function siteIn(text: string): SiteAnswers | undefined {
  const [, output, project] = /\bpages deploy\s+(?!-)(\S+)[^\n]*?--project-name[= ]["']?([\w-]+)/.exec(text) ?? [];
  return output === undefined || project === undefined ? undefined : { output: output.replace(/["']/g, ""), project };
}

/**
 * A value that only exists once a resource does, or that only a person or another stack has. Everything else in a
 * Blueprint is known text.
 */
export interface Deferred {
  /**
   * What kind of thing it comes from. `secret`: a value a person set; `generated`: made at random by this stack; `commit`: what the
   * workflow deploys.
   */
  readonly of: "database" | "storage" | "site" | "app" | "secret" | "generated" | "commit";
  /** Key of the thing in the config, or the secret's name. Empty for `storage`, of which there is one. */
  readonly key: string;
  /** Which value of it, such as `url`, `secretAccessKey`, or `secrets.TOKEN` of an app. */
  readonly output: string;
  readonly secret: boolean;
  /** The stack that owns the thing, when it is not this one. */
  readonly stack?: string;
}

/** Text made of known pieces and deferred ones, in order. */
export interface Template {
  readonly parts: readonly (string | Deferred)[];
}

export type Templates = { readonly [name: string]: Template };

/** Templates but for those of some names. */
export function without(templates: Templates, names: readonly string[]): Templates {
  return Object.fromEntries(Object.entries(templates).filter(([name]) => !names.includes(name)));
}

export function literal(text: string): Template {
  return { parts: [text] };
}

export function deferred(value: Deferred): Template {
  return { parts: [value] };
}

/** Joins templates, merging neighbouring known pieces, so that fully known text is exactly one piece. */
export function concat(...templates: readonly Template[]): Template {
  const parts: (string | Deferred)[] = [];
  for (const part of templates.flatMap((template) => template.parts)) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return { parts: parts.length === 0 ? [""] : parts };
}

/** The text itself when nothing in it is deferred. */
export function known(template: Template): string | undefined {
  const [only, ...more] = template.parts;
  return typeof only === "string" && more.length === 0 ? only : undefined;
}

export function deferredParts({ parts }: Template): Deferred[] {
  return parts.filter((part) => typeof part !== "string");
}

/** Whether it is known to the run of a workflow, and to nothing before. */
export function isOfCommit(template: Template): boolean {
  return deferredParts(template).some(({ of }) => of === "commit");
}

/** Those that are the same at every commit. */
export function withoutCommit(templates: Templates): Templates {
  return Object.fromEntries(Object.entries(templates).filter(([, template]) => !isOfCommit(template)));
}

export function isSecret(template: Template): boolean {
  return deferredParts(template).some(({ secret }) => secret);
}

/** Where the value of a deferred part is found: the key under which an owner's stack exports it. */
export function addressOf({ of, key, output }: Deferred): string {
  const nouns = {
    app: "apps",
    database: "databases",
    site: "sites",
    storage: "storage",
    secret: "secrets",
    generated: "generated",
    commit: "commit",
  };
  return [nouns[of], key, output].filter((part) => part !== "").join(".");
}

/** For people: known pieces as they are, deferred ones as `${…}`. Shows no value that is secret. */
export function render(template: Template): string {
  return template.parts.map((part) => (typeof part === "string" ? part : `\${${addressOf(part)}}`)).join("");
}

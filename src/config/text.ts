/**
 * A value that only exists once a resource does, or that only a person or another stack has. Everything else in a
 * Blueprint is known text.
 */
export interface Late {
  /** What kind of thing it comes from. `secret`: a value a person set; `generated`: made at random by this stack. */
  readonly of: "database" | "storage" | "site" | "app" | "secret" | "generated";
  /** Key of the thing in the config, or the secret's name. Empty for `storage`, of which there is one. */
  readonly key: string;
  /** Which value of it, such as `url`, `secretAccessKey`, or `secrets.TOKEN` of an app. */
  readonly output: string;
  readonly secret: boolean;
  /** The stack that owns the thing, when it is not this one. */
  readonly stack?: string;
}

/** Text made of known pieces and late ones, in order. */
export interface Text {
  readonly parts: readonly (string | Late)[];
}

export function literal(text: string): Text {
  return { parts: [text] };
}

export function late(value: Late): Text {
  return { parts: [value] };
}

/** Joins texts, merging neighbouring known pieces, so that fully known text is exactly one piece. */
export function concat(...texts: readonly Text[]): Text {
  const parts: (string | Late)[] = [];
  for (const part of texts.flatMap((text) => text.parts)) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return { parts: parts.length === 0 ? [""] : parts };
}

/** The text itself when nothing in it is late. */
export function known(text: Text): string | undefined {
  const [only, ...more] = text.parts;
  return typeof only === "string" && more.length === 0 ? only : undefined;
}

export function isSecret(text: Text): boolean {
  return text.parts.some((part) => typeof part !== "string" && part.secret);
}

/** Where the value of a late part is found: the key under which an owner's stack exports it. */
export function addressOf({ of, key, output }: Late): string {
  const nouns = {
    app: "apps",
    database: "databases",
    site: "sites",
    storage: "storage",
    secret: "secrets",
    generated: "generated",
  };
  return [nouns[of], key, output].filter((part) => part !== "").join(".");
}

/** For people: known pieces as they are, late ones as `${…}`. Shows no value that is secret. */
export function render(text: Text): string {
  return text.parts.map((part) => (typeof part === "string" ? part : `\${${addressOf(part)}}`)).join("");
}

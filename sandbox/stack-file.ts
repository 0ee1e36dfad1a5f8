import { Document, isMap, parseDocument } from "yaml";
import { isObject, readYaml } from "./source.ts";

/** Keys of a config object, from its name down, such as `["plyr:secrets", "LOGFIRE_WRITE_TOKEN"]`. */
export type ConfigPath = readonly (string | number)[];

/** How the engine's passphrase provider marks its file: the sandbox's own passphrase goes with its own salt. */
const encryptionKeys = ["encryptionsalt", "encryptedkey", "secretsprovider"];

/** Provider settings that would lead out of the sandbox. Its variables, which a setting would overrule, take their place. */
const accountSettings = new Set([
  ...["apiToken", "apiKey", "apiUserServiceKey", "email", "baseUrl"].map((key) => `cloudflare:${key}`),
  ...["token", "appAuth", "baseUrl"].map((key) => `github:${key}`),
  ...["flyToken", "flyFlapsUrl", "flyApiUrl", "neonApiKey", "neonBaseUrl"].map((key) => `parity:${key}`),
  ...["cloudflareApiToken", "cloudflareBaseUrl"].map((key) => `parity:${key}`),
]);

/**
 * The sandbox's copy of a stack file: the repository's plain values, and the encrypted values of the sandbox's own
 * copy. The repository's own encrypted values are left out: they were made with another passphrase.
 * @returns the text, and where an encrypted value was left out without one to take its place
 */
export function mergeStackFile(repositoryText: string, ownText?: string): { text: string; missing: ConfigPath[] } {
  const parsed = parseAsWritten(repositoryText);
  const document = parsed.contents === null ? new Document({}) : parsed;
  if (document.errors.length > 0 || !isMap(document.contents)) return { text: repositoryText, missing: [] };
  const content: unknown = document.toJS();
  const config = isObject(content) && isObject(content["config"]) ? content["config"] : {};
  const own = ownText === undefined ? {} : readYaml(ownText);
  const ownConfig = isObject(own) && isObject(own["config"]) ? own["config"] : {};

  for (const key of encryptionKeys) document.delete(key);
  if (isObject(own) && typeof own["encryptionsalt"] === "string") {
    document.set("encryptionsalt", own["encryptionsalt"]);
  }
  for (const key of Object.keys(config)) if (accountSettings.has(key)) document.deleteIn(["config", key]);

  const kept = findSecure(ownConfig);
  const missing: ConfigPath[] = [];
  // Last first, so that leaving out an element of a list does not move the ones still to come.
  for (const path of findSecure(config).reverse()) {
    if (!kept.some((one) => isSame(one, path))) {
      document.deleteIn(["config", ...path]);
      if (!accountSettings.has(String(path[0]))) missing.unshift(path);
    }
  }
  for (const path of kept) {
    if (canHold(config, path)) document.setIn(["config", ...path], document.createNode(valueAt(ownConfig, path)));
  }
  return { text: write(document), missing };
}

/** The sandbox's copy of a stack file with the salt that it has or is given, and that salt. */
export function giveSalt(text: string, given: string): { text: string; salt: string } {
  const document = parseAsWritten(text);
  const salt = document.get("encryptionsalt");
  if (typeof salt === "string") return { text, salt };
  if (document.contents === null) document.contents = document.createNode({});
  document.set("encryptionsalt", given);
  return { text: write(document), salt: given };
}

/** The same with encrypted values at these paths. */
export function giveSecrets(
  text: string,
  values: readonly { readonly path: ConfigPath; readonly secure: string }[],
): string {
  const document = parseAsWritten(text);
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  for (const { path, secure } of values) document.setIn(["config", ...path], document.createNode({ secure }));
  return write(document);
}

/** The sandbox's Pulumi.yaml: `adjust` gets its document, whose account settings and backend are already gone. */
export function rewriteProjectFile(text: string, adjust: (document: Document) => void): string {
  const document = parseAsWritten(text);
  // A backend in the project file would be the user's own.
  document.delete("backend");
  const config = document.get("config");
  if (isMap(config)) {
    for (const { key } of [...config.items]) if (accountSettings.has(String(key))) config.delete(key);
  }
  adjust(document);
  return write(document);
}

/** Scalars are kept as they are written: what 0755 or 2024-01-01 is, is for the engine and the program to say. */
function parseAsWritten(text: string): Document {
  return parseDocument(text, { schema: "failsafe", customTags: ["null"], logLevel: "error" }) as Document;
}

/** Long lines stay one line: problems are reported with the lines of the repository's file. */
function write(document: Document): string {
  return document.toString({ lineWidth: 0 });
}

/** Every encrypted value: an object that holds nothing but `secure`. */
function findSecure(value: unknown, path: ConfigPath = []): ConfigPath[] {
  if (isSecure(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((element, i) => findSecure(element, [...path, i]));
  return isObject(value) ? Object.entries(value).flatMap(([key, part]) => findSecure(part, [...path, key])) : [];
}

function isSecure(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

/** Whether a kept value has its place: not where the repository now has something plain. */
function canHold(config: Record<string, unknown>, path: ConfigPath): boolean {
  const there = valueAt(config, path);
  if (there !== undefined && !isSecure(there)) return false;
  return path.every((_, length) => {
    const parent = valueAt(config, path.slice(0, length));
    return parent === undefined || (typeof parent === "object" && parent !== null);
  });
}

function valueAt(value: unknown, path: ConfigPath): unknown {
  let found = value;
  for (const key of path) found = (found as Record<string | number, unknown> | null | undefined)?.[key];
  return found;
}

function isSame(a: ConfigPath, b: ConfigPath): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

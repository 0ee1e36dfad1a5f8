import { Refusal } from "./refusal.ts";
/**
 * Takes an import id apart, such as `<account_id>/<bucket_name>/<jurisdiction>`.
 * @throws Error when it has another number of parts
 */
export function splitImportId<const Name extends string>(
  id: string,
  separator: "/" | ":",
  names: readonly Name[],
): Record<Name, string> {
  const parts = id.split(separator);
  if (parts.length !== names.length || parts.includes("")) {
    const form = names.map((name) => `<${name}>`).join(separator);
    throw new Refusal(`"${id}" cannot be imported: the id has the form ${form}.`);
  }
  return Object.fromEntries(names.map((name, index) => [name, parts[index]])) as Record<Name, string>;
}

import type { PagesSlotRef } from "../../clouds/cloudflare/pages.ts";
import { Problem } from "../../problem/problem.ts";

/** `<accountId>/<project>/<slot>`. */
export function variablesId({ accountId, project, slot }: PagesSlotRef): string {
  return `${accountId}/${project}/${slot}`;
}

/** The id of an import that takes variables of these names alone. */
export function variablesImportId(ref: PagesSlotRef, names: readonly string[]): string {
  return `${variablesId(ref)}?${names.join(",")}`;
}

/** @throws Problem when it is neither */
export function parseVariablesId(id: string): PagesSlotRef & { readonly names?: string[] } {
  const [place = "", names] = id.split("?");
  const [accountId, project, slot, ...rest] = place.split("/");
  if (!accountId || !project || (slot !== "preview" && slot !== "production") || rest.length > 0) {
    throw new Problem({
      code: "import-id",
      what: `"${id}" does not name the variables of a Pages project.`,
      fix: "write <accountId>/<project>/preview or <accountId>/<project>/production",
    });
  }
  return { accountId, project, slot, ...(names && { names: names.split(",") }) };
}

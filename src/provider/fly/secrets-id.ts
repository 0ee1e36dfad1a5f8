/** What an import of an app's secrets takes. */
export interface SecretsImport {
  /** Default: all that the app has. */
  readonly names?: readonly string[];
  readonly rollout: "rolling" | "staged";
}

/** `<app>/secrets?<NAME>,<NAME>`: the id of an import that keeps these secrets; `<app>/secrets/staged?…` where they are staged. */
export function secretsImportId(app: string, { names, rollout }: Required<SecretsImport>): string {
  return `${app}/secrets${rollout === "staged" ? "/staged" : ""}?${names.join(",")}`;
}

/** What follows the app in such an id. */
export function parseSecretsImport(child: string): SecretsImport {
  const [way = "", names] = child.split("?");
  return { ...(names && { names: names.split(",") }), rollout: way.endsWith("/staged") ? "staged" : "rolling" };
}

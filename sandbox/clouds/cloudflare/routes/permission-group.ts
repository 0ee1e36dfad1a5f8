interface PermissionGroup {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

const account = ["com.cloudflare.api.account"];
const bucket = ["com.cloudflare.edge.r2.bucket"];

/**
 * The groups whose ids are public (R2 docs, Authentication; Cloudflare docs, API token permissions). The live list has
 * some hundreds; a token may name any id.
 */
const permissionGroups: readonly PermissionGroup[] = [
  { id: "6a018a9f2fc74eb6b293b0c548f38b39", name: "Workers R2 Storage Bucket Item Read", scopes: bucket },
  { id: "2efd5506f9c8494dacb1fa10a3e7d5b6", name: "Workers R2 Storage Bucket Item Write", scopes: bucket },
  { id: "b4992e1108244f5d8bfbd5744320c2e1", name: "Workers R2 Storage Read", scopes: account },
  { id: "bf7481a1826f439697cb59a20b22293e", name: "Workers R2 Storage Write", scopes: account },
  { id: "eb56a6953c034b9d97dd838155666f06", name: "Account API Tokens Read", scopes: account },
  { id: "5bc3f8b21c554832afc660159ab75fa4", name: "Account API Tokens Write", scopes: account },
];

export function findPermissionGroups(name: string | null, scope: string | null): PermissionGroup[] {
  return permissionGroups.filter(
    (group) => (name === null || group.name === name) && (scope === null || group.scopes.includes(scope)),
  );
}

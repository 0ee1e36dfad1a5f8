/** The environment variable of a secret, such as `ACME_PREVIEW_NEON_API_KEY`: environments have different ones under one name. */
export function variableOf(environment: string, secret: string): string {
  return `${environment}_${secret}`.replace(/[^A-Za-z0-9]/g, "_").toUpperCase();
}

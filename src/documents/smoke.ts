import type { AppBlueprint } from "../components/blueprint.ts";

/** URLs of an app that must answer 2xx after a deployment: its health, and the smoke paths. None without public HTTP. */
export function smokeUrlsOf({ url, health, smoke }: AppBlueprint): string[] {
  if (url === undefined) return [];
  const paths = new Set([...(health?.type === "http" ? [health.path] : []), ...smoke]);
  return [...paths].map((path) => `${url}${path}`);
}

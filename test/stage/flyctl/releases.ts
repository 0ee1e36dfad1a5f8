import type { FlyApi } from "./fly.ts";

interface Releases {
  readonly app: {
    readonly releases: {
      readonly nodes: readonly { version: number; status: string; imageRef: string; createdAt: string }[];
    };
  };
}

/** As text with images, or as JSON, where fly-go's `Release` has no names of its own: they are Go's. */
export async function listReleases(fly: FlyApi, app: string, asJson: boolean): Promise<string> {
  const query = `query ($appName: String!, $limit: Int!) { app(name: $appName) {
    releases: releasesUnprocessed(first: $limit) { nodes { id version description status imageRef stable createdAt } } } }`;
  const { nodes } = (await fly.graphql<Releases>(query, { appName: app, limit: 25 })).app.releases;
  if (!asJson) return nodes.map(({ version, status, imageRef }) => `v${version}\t${status}\t${imageRef}\n`).join("");
  const shown = nodes.map(({ version, status, imageRef }) => ({
    Version: version,
    Status: status,
    ImageRef: imageRef,
  }));
  return `${JSON.stringify(shown)}\n`;
}

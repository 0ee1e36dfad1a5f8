import { partsOf, type Read, type ReadsOf, segment } from "./read.ts";

const app = (name: string, ...below: string[]) => ["", "v1", "apps", name, ...below].join("/");

/** Of an app: what its machines and volumes do moves with every deployment. */
const ofApp = ["status", "machine_count", "volume_count", "current_release", "deployed"];

const TOKENS = `query ($name: String!) {
  app(name: $name) { limitedAccessTokens(first: 100) { nodes { id name expiresAt revokedAt } pageInfo { hasNextPage } } }
}`;

const tokensOf = (name: string): Read => ({
  vendor: "flyGraphql",
  path: "/graphql",
  body: { query: TOKENS, variables: { name: decodeURIComponent(name) } },
  isWhole: (answer) => !JSON.stringify(answer).includes('"hasNextPage":true'),
});

/** https://docs.machines.dev, and Fly's GraphQL for tokens. */
export const flyReads: { readonly [type: string]: ReadsOf } = {
  "parity:fly:App": (held) => [{ vendor: "fly", path: app(segment(held, "name")), moving: ofApp }],
  "parity:fly:IpAddress": (held) => [{ vendor: "fly", path: app(segment(held, "app"), "ip_assignments") }],
  "parity:fly:Secrets": (held) => [{ vendor: "fly", path: app(segment(held, "app"), "secrets") }],
  "parity:fly:Certificate": (held) => [
    { vendor: "fly", path: app(segment(held, "app"), "certificates", segment(held, "hostname")) },
  ],
  "parity:fly:DeployToken": (held) => [tokensOf(segment(held, "app"))],
  "parity:fly:Volume": ({ id }) => {
    const [name = "", volume = ""] = partsOf(id);
    return [{ vendor: "fly", path: app(name, "volumes", volume), moving: ofVolume }];
  },
};

/** Of a volume: what is written to it. */
const ofVolume = ["blocks", "blocks_avail", "blocks_free", "bytes_used", "bytes_total"];

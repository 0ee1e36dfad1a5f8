import { expect, test } from "vitest";
import { importFileOf } from "../../../src/operations/existing/import.ts";

const of = (name: string, id: string, provider: string | undefined) => ({
  attempt: {
    urn: `urn:pulumi:staging::acme::parity:environment:Storage$cloudflare:index/r2Bucket:R2Bucket::${name}`,
    inputs: {},
    parent: "urn:storage",
    provider,
    held: undefined,
  },
  id,
});

test("an import names each parent and provider once, the provider without its id, and keeps a name with colons whole", () => {
  expect(
    importFileOf([of("a", "1", "urn:provider::3d1c"), of("b::c", "2", "urn:provider::3d1c"), of("d", "3", undefined)]),
  ).toEqual({
    nameTable: { urn0: "urn:storage", urn1: "urn:provider" },
    resources: [
      {
        type: "cloudflare:index/r2Bucket:R2Bucket",
        name: "resource0",
        logicalName: "a",
        id: "1",
        parent: "urn0",
        provider: "urn1",
      },
      {
        type: "cloudflare:index/r2Bucket:R2Bucket",
        name: "resource1",
        logicalName: "b::c",
        id: "2",
        parent: "urn0",
        provider: "urn1",
      },
      { type: "cloudflare:index/r2Bucket:R2Bucket", name: "resource2", logicalName: "d", id: "3", parent: "urn0" },
    ],
  });
});

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { recordedStates } from "../../tools/recorded-state.mjs";

const secret = (plaintext: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(plaintext),
});
const resource = (type: string, name: string, outputs: object) => ({
  urn: `urn:pulumi:staging::plyr::parity:index:Environment$${type}::${name}`,
  type,
  id: `${name}-0123456789abcdef`,
  outputs,
});
const record = (...resources: object[]) => {
  const manifest = { time: "2026-11-29T02:53:23Z", version: "3.225.0" };
  return recordedStates({ staging: { version: 3, deployment: { manifest, resources } } })["staging"] ?? "";
};
const password = "npg_Kq2v8ZtWm1";

test("a secret is a placeholder everywhere, named for the resource that made it", () => {
  const text = record(
    resource("pulumi:pulumi:Stack", "plyr", { url: secret(`postgres://owner:${password}@host/plyr`) }),
    resource("parity:neon:Project", "main", { password: secret(password) }),
    resource("parity:fly:Secrets", "api", { values: secret({ PASSWORD: password }), again: secret(password) }),
  );
  expect(text).not.toContain(password);
  expect(text).toContain("postgres://owner:placeholder-Project-main-password@host/plyr");
  expect(text.match(/placeholder-[\w-]+/g)).toEqual(Array(4).fill("placeholder-Project-main-password"));
});

test("what is made of a token is made of its placeholder", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const text = record(
    resource("cloudflare:index/accountToken:AccountToken", "storage", { value: secret("a-token-of-r2") }),
    resource("parity:fly:Secrets", "api", {
      values: secret({ KEY: sha256("a-token-of-r2"), ID: "storage-0123456789abcdef" }),
    }),
  );
  expect(text).toContain(sha256("placeholder-AccountToken-storage-value"));
  expect(text).toContain(String.raw`\"ID\":\"placeholder-AccountToken-storage-id\"`);
});

test("a stub of the sandbox stays, for the program is given the same again", () => {
  const text = record(
    resource("parity:fly:Secrets", "api", { value: secret("sandbox-LOGFIRE_WRITE_TOKEN-23cfdc29da99") }),
  );
  expect(text).toContain("sandbox-LOGFIRE_WRITE_TOKEN-23cfdc29da99");
});

test("times and places in the code are left out, and each resource has a line", () => {
  const made = {
    ...resource("parity:fly:App", "api", {}),
    created: "2026",
    modified: "2026",
    sourcePosition: "x#1",
    stackTrace: [],
  };
  const text = record(made, resource("parity:fly:App", "web", {}));
  expect(text.split("\n")).toHaveLength(5);
  expect(JSON.parse(text)).toEqual({
    version: 3,
    deployment: {
      manifest: { version: "3.225.0" },
      resources: [resource("parity:fly:App", "api", {}), resource("parity:fly:App", "web", {})],
    },
  });
});

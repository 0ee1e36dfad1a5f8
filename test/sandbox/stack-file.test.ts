import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mergeStackFile, rewriteProjectFile } from "../../sandbox/stack-file.ts";

describe("the sandbox's copy of a stack file", () => {
  it("has the lines of the repository's file", () => {
    const text = `# staging\nconfig:\n  shop:environment:\n    # why\n    regex: '^https://(www\\.)?a\\.example$' # ${"x".repeat(90)}\n\n    on: { push: { branches: [main] } }\n`;
    expect(mergeStackFile(text)).toEqual({ text: text.replace("[main]", "[ main ]"), missing: [] });
  });

  it("leaves out encrypted values of another passphrase and says where they were", () => {
    const repository = `
encryptionsalt: v1:theirs
config:
  shop:secrets:
    A: { secure: v1:theirs-a }
    B: { secure: v1:theirs-b }
  shop:list: [{ secure: v1:one }, plain, { secure: v1:two }]
`;
    const { text, missing } = mergeStackFile(repository);
    expect(parse(text)).toEqual({ config: { "shop:secrets": {}, "shop:list": ["plain"] } });
    expect(missing).toEqual([
      ["shop:secrets", "A"],
      ["shop:secrets", "B"],
      ["shop:list", 0],
      ["shop:list", 2],
    ]);
  });

  it("keeps its own encrypted values and salt when the repository's plain values change", () => {
    const own = `
encryptionsalt: v1:own
config:
  shop:environment: { alias: old, only: mine }
  shop:secrets: { A: { secure: v1:own-a }, NEW: { secure: v1:own-new } }
`;
    const repository = `
encryptionsalt: v1:theirs
config:
  shop:environment: { alias: new }
  shop:secrets: { A: { secure: v1:theirs-a } }
`;
    const { text, missing } = mergeStackFile(repository, own);
    expect(parse(text)).toEqual({
      encryptionsalt: "v1:own",
      config: {
        "shop:environment": { alias: "new" },
        "shop:secrets": { A: { secure: "v1:own-a" }, NEW: { secure: "v1:own-new" } },
      },
    });
    expect(missing).toEqual([]);
  });

  it("gives way where the repository has become plain", () => {
    const own = "config: { a: { b: { secure: v1:x } }, c: { secure: v1:y } }";
    const { text } = mergeStackFile("config: { a: text, c: 1 }", own);
    expect(parse(text)).toEqual({ config: { a: "text", c: 1 } });
  });

  it("holds no setting that would lead out of the sandbox", () => {
    const repository = `
config:
  cloudflare:apiToken: { secure: v1:x }
  cloudflare:baseUrl: https://api.cloudflare.com/client/v4/
  github:token: { secure: v1:y }
  github:writeDelayMs: 0
  parity:flyToken: { secure: v1:z }
  parity:environment: { alias: x }
`;
    const { text, missing } = mergeStackFile(repository);
    expect(parse(text)).toEqual({ config: { "github:writeDelayMs": 0, "parity:environment": { alias: "x" } } });
    expect(missing).toEqual([]);
  });

  it("is the same text when the repository's is not YAML, so that the program reports its line", () => {
    expect(mergeStackFile("config: [", "config: { a: { secure: v1:x } }").text).toBe("config: [");
  });

  it("takes its own secrets into an empty file", () => {
    const { text } = mergeStackFile("", "encryptionsalt: v1:s\nconfig: { a: { secure: v1:x } }");
    expect(parse(text)).toEqual({ encryptionsalt: "v1:s", config: { a: { secure: "v1:x" } } });
  });
});

it("the sandbox's project file has no backend and no account settings", () => {
  const text = rewriteProjectFile(
    "name: a\nbackend: { url: s3://x }\nconfig: { github:token: x, a:b: 1 }\n",
    (document) => document.set("main", "../x.ts"),
  );
  expect(parse(text)).toEqual({ name: "a", config: { "a:b": 1 }, main: "../x.ts" });
});

import { expect, test } from "vitest";
import { parse } from "yaml";
import { reviewFile } from "../../../src/config/source/review-file.ts";

const template = `# What review environments are made from.
config:
  acme:environment:
    # of their own
    fly: { organization: acme-review }
  acme:secrets: { TOKEN: { secure: v1:abc } }
encryptionsalt: v1:salt
`;

test("a pull request's file is the template with its secrets and their salt, and what it is of", () => {
  const text = reviewFile(template, "acme", { branch: "feature/one", expires: "2026-12-07T00:00:00Z" });
  expect(text).toMatch(/^# Made from Pulumi\.review\.yaml by parity review up/);
  expect(text).toContain("# of their own");
  expect(parse(text)).toEqual({
    config: {
      "acme:environment": {
        fly: { organization: "acme-review" },
        pull: { branch: "feature/one", expires: "2026-12-07T00:00:00Z" },
      },
      "acme:secrets": { TOKEN: { secure: "v1:abc" } },
    },
    encryptionsalt: "v1:salt",
  });
});

test.each(["true", "007", "1e3", "2026-01-01", "- x", "a: b"])(
  "a branch that is called %s stays that text",
  (branch) => {
    const text = reviewFile(template, "acme", { branch });
    expect(parse(text, { version: "1.1" })["config"]["acme:environment"]["pull"]).toEqual({ branch });
  },
);

test("a template without an environment gets one", () => {
  expect(parse(reviewFile("config:\n", "acme", { branch: "b" }))).toEqual({
    config: { "acme:environment": { pull: { branch: "b" } } },
  });
});

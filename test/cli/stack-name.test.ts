import { expect, test } from "vitest";
import { parseStackName } from "../../src/cli/stack-name.ts";

test("a stack is named as its file is", () => {
  expect(parseStackName("staging")).toBe("staging");
  expect(parseStackName("eu.west")).toBe("eu.west");
});

test.each(["acme/staging", "acme/plyr/staging"])("%s is refused, with how to choose the organization", (given) => {
  expect(() => parseStackName(given)).toThrow(
    `A stack is named as its file is, and not "${given}".\n` +
      "  Fix: add --stack staging, and choose the organization once\n" +
      "  Run: pulumi org set-default acme",
  );
});

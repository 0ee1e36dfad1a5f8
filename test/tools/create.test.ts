import { expect, test } from "vitest";
import create from "../../create/package.json" with { type: "json" };
import parity from "../../package.json" with { type: "json" };

test("npm create gets the parity of its own version", () => {
  expect(create.version).toBe(parity.version);
  expect(create.dependencies).toEqual({ [parity.name]: parity.version });
});

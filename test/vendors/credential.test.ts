import { expect, test } from "vitest";
import { firstSet, renewal } from "../../src/vendors/credential.ts";
import { flyCredential } from "../../src/vendors/fly/token.ts";

test("of two Fly tokens the one that flyctl uses wins", () => {
  const both = { FLY_API_TOKEN: "api", FLY_ACCESS_TOKEN: "access" };
  expect(firstSet(flyCredential.variables, both)).toBe("access");
  expect(firstSet(flyCredential.variables, { ...both, FLY_ACCESS_TOKEN: "" })).toBe("api");
});

test("a refused Fly token is renewed in the variable that it came from", () => {
  expect(renewal(flyCredential, "of the organization: fly tokens create org")).toBe(
    "set FLY_ACCESS_TOKEN or, where that is not set, FLY_API_TOKEN to a live Fly API token of the organization: fly tokens create org",
  );
});

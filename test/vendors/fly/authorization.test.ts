import { expect, test } from "vitest";
import { authorizeFly } from "../../../src/vendors/fly/authorization.ts";

test.each([
  ["an OAuth token", "fo1_abc", "Bearer fo1_abc", "Bearer fo1_abc"],
  ["a macaroon", "fm2_abc", "FlyV1 fm2_abc", "FlyV1 fm2_abc"],
  ["a macaroon as flyctl prints it", "FlyV1 fm2_abc,fm2_def", "FlyV1 fm2_abc,fm2_def", "FlyV1 fm2_abc,fm2_def"],
  ["a scheme before the scheme", "Bearer FlyV1 fm2_abc", "FlyV1 fm2_abc", "FlyV1 fm2_abc"],
  ["lower case and line end", "bearer fo1_abc\n", "Bearer fo1_abc", "Bearer fo1_abc"],
  ["both kinds", "fm1r_abc, fo1_def", "FlyV1 fm1r_abc", "FlyV1 fm1r_abc,fo1_def"],
])("%s goes under its own scheme", (_kind, token, rest, graphql) => {
  expect(authorizeFly(token)).toStrictEqual({ rest, graphql });
});

import { beforeEach, expect, test } from "vitest";
import { account, type Served, serveCloudflare, token } from "./served.ts";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
});

const refusal = (error: object) => ({ success: false, errors: [error], messages: [], result: null });

test.each([
  ["no header", ""],
  ["another scheme", "Basic abc"],
  ["no token", "Bearer "],
])("a request with %s answers 400 with code 6003", async (_name, authorization) => {
  const { status, body } = await cloud.send("GET", "/user/tokens/verify", undefined, { authorization });
  expect(status).toBe(400);
  expect(body).toEqual(
    refusal({
      code: 6003,
      message: "Invalid request headers",
      error_chain: [{ code: 6111, message: "Invalid format for Authorization header" }],
    }),
  );
});

test("an unknown token answers 403 with code 10000", async () => {
  const { status, body } = await cloud.send("GET", "/zones", undefined, { authorization: `Bearer ${token}x` });
  expect(status).toBe(403);
  expect(body).toEqual(refusal({ code: 10000, message: "Authentication error" }));
});

test("an account the token does not reach answers 403 with code 9109", async () => {
  const { status, body } = await cloud.send("GET", "/accounts/00000000000000000000000000000000/r2/buckets");
  expect(status).toBe(403);
  expect(body).toEqual(refusal({ code: 9109, message: "Unauthorized to access requested resource" }));
});

test("the operator's token verifies as active", async () => {
  const { status, body } = await cloud.send("GET", "/user/tokens/verify");
  expect(status).toBe(200);
  expect(body.messages).toEqual([{ code: 10000, message: "This API Token is valid and active" }]);
  expect(body.result).toMatchObject({ status: "active" });
});

test("a path that is not served answers 400 with code 7003 and the nearest served route", async () => {
  const path = `/accounts/${account}/r2/buckets/audio/sippy`;
  const { status, body, headers } = await cloud.send("GET", path);
  expect(status).toBe(400);
  expect(body.errors[0]).toEqual({
    code: 7003,
    message:
      `Could not route to GET /client/v4${path}. The nearest served route is ` +
      "GET /client/v4/accounts/:account/r2/buckets/:bucket/cors.",
  });
  expect(headers.get("x-sandbox-nearest-route")).toBe("GET /client/v4/accounts/:account/r2/buckets/:bucket/cors");
});

test.each([
  [409, "/accounts/A/pages/projects", "false", 10001],
  [503, "/accounts/A/r2/buckets", "false", 10043],
  [500, "/accounts/A/pages/projects", "false", 8000000],
  [429, "/accounts/A/r2/buckets", null, 10058],
  [429, "/accounts/A/pages/projects", null, 971],
])(
  "a refused call with status %i on %s has the vendor's code and says whether to repeat it",
  async (status, at, repeat, code) => {
    const path = at.replace("A", account);
    const operation = at.includes("r2") ? "cloudflare.listBuckets" : "cloudflare.listPagesProjects";
    cloud.faults.push({ operation, kind: "refuse", status, times: 1 });
    const response = await cloud.send("GET", path);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-should-retry")).toBe(repeat);
    expect(response.body.errors[0]?.code).toBe(code);
  },
);

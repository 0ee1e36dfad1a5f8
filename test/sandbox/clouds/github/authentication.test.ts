import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub, token } from "./served.ts";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

const refusal = (status: number, message: string) => ({
  message,
  documentation_url: "https://docs.github.com/rest",
  status: String(status),
});

test("a request without a token answers 401", async () => {
  const response = await fetch(`${cloud.url}/api/v3/user`);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual(refusal(401, "Requires authentication"));
});

test("a wrong token answers 401", async () => {
  const { status, body } = await cloud.send("GET", "/user", undefined, { authorization: `Bearer ${token}x` });
  expect(status).toBe(401);
  expect(body).toEqual(refusal(401, "Bad credentials"));
});

test("the older form of the header is taken too", async () => {
  expect((await cloud.send("GET", "/user", undefined, { authorization: `token ${token}` })).status).toBe(200);
});

test("every answer says how much of the rate limit is left", async () => {
  const answers = [
    await cloud.send("GET", "/user"),
    await cloud.send("GET", "/orgs/nobody"),
    await cloud.send("GET", "/repos/plyr-fm/plyr/environments/staging/deployment_protection_rules"),
    await cloud.send("DELETE", "/repos/plyr-fm/plyr/environments/none"),
  ];
  for (const { headers } of answers) {
    expect(headers.get("x-ratelimit-limit")).toBe("5000");
    expect(headers.get("x-ratelimit-remaining")).toBe("4999");
    expect(Number(headers.get("x-ratelimit-reset")) * 1000).toBeGreaterThan(Date.now());
  }
});

test("a path that is not served answers 501 and the nearest served route", async () => {
  const { status, body, headers } = await cloud.send(
    "GET",
    "/repos/plyr-fm/plyr/environments/staging/deployment_protection_rules",
  );
  expect(status).toBe(501);
  expect(body).toEqual(
    refusal(
      501,
      "GET /api/v3/repos/plyr-fm/plyr/environments/staging/deployment_protection_rules is not served. " +
        "The nearest served route is GET /api/v3/repos/:owner/:repo/environments/:environment/deployment-branch-policies.",
    ),
  );
  expect(headers.get("x-sandbox-nearest-route")).toBe(
    "GET /api/v3/repos/:owner/:repo/environments/:environment/deployment-branch-policies",
  );
});

describe("a refused call", () => {
  const refuse = async (status: number) => {
    cloud.faults.push({ operation: "github.getRepository", kind: "refuse", status, times: 1 });
    return cloud.send<{ message: string; documentation_url: string }>("GET", "/repos/plyr-fm/plyr");
  };

  test("with 429 has the marks of the secondary limit, which go-github waits for", async () => {
    const { status, body, headers } = await refuse(429);
    expect(status).toBe(429);
    expect(body.documentation_url).toMatch(/secondary-rate-limits$/);
    expect(headers.get("retry-after")).toBe("1");
  });

  test.each([
    [403, "Resource not accessible by personal access token"],
    [503, "Server Error"],
  ])("with %i says why", async (status, message) => {
    expect((await refuse(status)).body).toEqual(refusal(status, message));
  });
});

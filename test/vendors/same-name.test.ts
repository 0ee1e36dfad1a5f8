import { expect, test } from "vitest";
import { keptName, sameName } from "../../src/vendors/same-name.ts";

test.each([
  ["Fly app names are told apart", sameName("fly", "app"), "plyr-api", "plyr-apj", false],
  ["Fly secrets differ by case", sameName("fly", "secret"), "region", "REGION", false],
  ["a Fly certificate is a host name", sameName("fly", "certificate"), "API.plyr.fm", "api.plyr.fm.", true],
  ["Neon branches differ by case", sameName("neon", "branch"), "Main", "main", false],
  ["Neon databases differ by case", sameName("neon", "database"), "App", "app", false],
  ["Neon roles differ by case", sameName("neon", "role"), "App_owner", "app_owner", false],
  [
    "a pooled Neon host is the direct one",
    sameName("neon", "host"),
    "ep-a-1-pooler.c-2.aws.neon.tech",
    "EP-a-1.c-2.aws.neon.tech",
    true,
  ],
  [
    "another Neon endpoint is another host",
    sameName("neon", "host"),
    "ep-a-1.c-2.aws.neon.tech",
    "ep-a-2.c-2.aws.neon.tech",
    false,
  ],
  ["R2 buckets are told apart", sameName("cloudflare", "bucket"), "plyr-audio", "plyr-images", false],
  ["Pages projects are told apart", sameName("cloudflare", "pagesProject"), "plyr-web", "plyr-docs", false],
  ["Pages variables differ by case", sameName("cloudflare", "pagesVariable"), "api_url", "API_URL", false],
  ["a domain is a host name", sameName("cloudflare", "host"), "plyr.FM", "plyr.fm", true],
  ["GitHub secrets do not differ by case", sameName("github", "secret"), "npm_token", "NPM_TOKEN", true],
  ["GitHub variables do not differ by case", sameName("github", "variable"), "region", "REGION", true],
  ["GitHub environments do not differ by case", sameName("github", "environment"), "Staging", "staging", true],
  [
    "GitHub repositories do not differ by case",
    sameName("github", "repository"),
    "Plyr-fm/plyr.fm",
    "plyr-fm/Plyr.fm",
    true,
  ],
])("%s", (_rule, same, one, other, expected) => {
  expect(same(one, other)).toBe(expected);
  expect(same(one, one)).toBe(true);
});

test("GitHub keeps a secret's name in upper case", () => {
  expect(keptName("github", "secret")("npm_token")).toBe("NPM_TOKEN");
});

import { expect, test } from "vitest";
import { nameOtherSecrets } from "../../../src/operations/drift/apps.ts";

const api = { key: "api", name: "acme-api-staging", secrets: { DATABASE_URL: { parts: [] } } };

test("secrets of an app that are declared are nothing to tell", () => {
  expect(nameOtherSecrets(api, [{ name: "DATABASE_URL" }])).toEqual([]);
  expect(nameOtherSecrets(api, [])).toEqual([]);
});

test("secrets that somebody else set are named in order, with what to do about them", () => {
  expect(nameOtherSecrets(api, [{ name: "toString" }, { name: "DATABASE_URL" }, { name: "DEBUG" }])).toEqual([
    "acme-api-staging holds secrets that its config does not name: DEBUG, toString. They are left alone. To have them in every " +
      "environment, name them under apps.api.secrets; to take them away: flyctl secrets unset DEBUG toString -a acme-api-staging",
  ]);
});

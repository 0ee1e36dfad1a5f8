import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildConnectionUri,
  describeConnection,
  parseConnectionUri,
  toPooledHost,
} from "../../../src/vendors/neon/connection.ts";

const text = fc.string({ unit: "grapheme", minLength: 1 });
const host = fc.constantFrom("ep-calm-tree-a1b2c3d4.c-2.us-east-1.aws.neon.tech", "ep-x.eu-central-1.aws.neon.tech");

describe("a Neon connection URI", () => {
  it("says the same parts to every reader of URIs, whatever is in them", () => {
    fc.assert(
      fc.property(text, text, host, text, (role, password, host, database) => {
        const uri = buildConnectionUri({ role, password, host, database });
        const parsed = new URL(uri);
        expect(decodeURIComponent(parsed.username)).toBe(role);
        expect(decodeURIComponent(parsed.password)).toBe(password);
        expect(parsed.host).toBe(host);
        // The URL standard resolves a path of dots; no Postgres driver does.
        if (!/^\.{1,2}$/.test(database)) expect(decodeURIComponent(parsed.pathname)).toBe(`/${database}`);
        expect(parsed.search).toBe("?sslmode=require&channel_binding=require");
        expect(parseConnectionUri(uri)).toStrictEqual({ role, password, host, database });
      }),
    );
  });

  it("has nothing but unreserved characters and escapes in its parts", () => {
    fc.assert(
      fc.property(text, (password) => {
        const uri = buildConnectionUri({ role: "r", password, host: "h", database: "d" });
        expect(uri).toMatch(/^postgresql:\/\/r:([\w.~-]|%[0-9A-F]{2})+@h\/d\?sslmode=require&channel_binding=require$/);
      }),
    );
  });

  it.each([
    "postgresql://app_owner:npg_pw@ep-x.eu.aws.neon.tech/app?channel_binding=require&sslmode=require",
    "postgres://app_owner:npg_pw@ep-x.eu.aws.neon.tech:5432/app?sslmode=require",
    "postgresql://app_owner:npg_pw@ep-x.eu.aws.neon.tech/app",
  ])("is read whatever its query and its scheme: %s", (uri) => {
    const parts = { role: "app_owner", password: "npg_pw", host: "ep-x.eu.aws.neon.tech", database: "app" };
    expect(parseConnectionUri(uri)).toStrictEqual(parts);
  });

  it("that is malformed is refused without being shown", () => {
    expect(() => parseConnectionUri("postgresql://app_owner:npg_canary@/app")).toThrow(
      new Error("Neon gave a connection URI that is not postgresql://role:password@host/database."),
    );
  });

  it.each([
    ["ep-x.c-2.us-east-1.aws.neon.tech", "ep-x-pooler.c-2.us-east-1.aws.neon.tech"],
    ["ep-x.eu-central-1.aws.neon.tech", "ep-x-pooler.eu-central-1.aws.neon.tech"],
    ["ep-x-pooler.eu-central-1.aws.neon.tech", "ep-x-pooler.eu-central-1.aws.neon.tech"],
  ])("goes from %s to the pooler at %s", (direct, pooled) => {
    expect(toPooledHost(direct)).toBe(pooled);
  });

  it("comes in both forms", () => {
    expect(
      describeConnection({ role: "r", password: "p@:/", host: "ep-x.aws.neon.tech", database: "d" }),
    ).toStrictEqual({
      host: "ep-x.aws.neon.tech",
      pooledHost: "ep-x-pooler.aws.neon.tech",
      url: "postgresql://r:p%40%3A%2F@ep-x.aws.neon.tech/d?sslmode=require&channel_binding=require",
      pooledUrl: "postgresql://r:p%40%3A%2F@ep-x-pooler.aws.neon.tech/d?sslmode=require&channel_binding=require",
    });
  });
});

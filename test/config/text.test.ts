import fc from "fast-check";
import { expect, test } from "vitest";
import { connectionUrl } from "../../src/components/database/connection-url.ts";
import { databaseDrivers } from "../../src/components/database/schema.ts";
import { parseExpression } from "../../src/config/expression.ts";
import { renderPath } from "../../src/problem/path.ts";

test("text without expressions comes back as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes("${"));
      expect(parseExpression(text)).toEqual([{ text }]);
    }),
  );
});

test("an escaped expression is plain text", () => {
  expect(parseExpression("a$${b}${c.d}")).toEqual([{ text: "a${b}" }, { reference: "c.d" }]);
});

test("references and text keep their order", () => {
  expect(parseExpression("${a.b}-${c}")).toEqual([{ reference: "a.b" }, { text: "-" }, { reference: "c" }]);
});

test.each(["${}", "${a..b}", "${a b}", "${a", "${1a}"])("%s is refused", (source) => {
  expect(parseExpression(source)).toHaveProperty("what");
});

test("a connection URL gives back its parts, whatever the password holds", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...databaseDrivers),
      fc.boolean(),
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      (driver, pooled, role, password) => {
        const text = connectionUrl({
          driver,
          pooled,
          tls: true,
          host: "ep-x.neon.tech",
          database: "my db",
          role,
          password,
        });
        const url = new URL(text.replace(/^postgresql(\+\w+)?:/, "http:"));
        expect([decodeURIComponent(url.username), decodeURIComponent(url.password)]).toEqual([role, password]);
        expect([url.host, decodeURIComponent(url.pathname)]).toEqual(["ep-x.neon.tech", "/my db"]);
      },
    ),
  );
});

test("asyncpg is never given a query key it does not know", () => {
  const connection = { pooled: true, tls: true, host: "h", database: "d", role: "r", password: "p" };
  expect(connectionUrl({ driver: "asyncpg", ...connection })).toBe("postgresql+asyncpg://r:p@h/d?ssl=require");
  expect(connectionUrl({ driver: "psycopg", ...connection })).toBe(
    "postgresql+psycopg://r:p@h/d?sslmode=require&channel_binding=require",
  );
});

test("paths are written as people write them", () => {
  expect(renderPath(["apps", "api", "domains", 0])).toBe("apps.api.domains[0]");
  expect(renderPath(["differs", "apps.*"])).toBe('differs["apps.*"]');
});

import type { databaseDrivers } from "./schema/database.ts";

export interface Connection {
  readonly driver: (typeof databaseDrivers)[number];
  /** Through PgBouncer in transaction mode. */
  readonly pooled: boolean;
  readonly host: string;
  readonly database: string;
  readonly role: string;
  readonly password: string;
}

/**
 * A Postgres URL that its driver understands. TLS is always demanded; user, password and database are percent-encoded.
 * - `libpq`: `postgresql://…?sslmode=require&channel_binding=require`
 * - `psycopg`: the same for SQLAlchemy's psycopg 3 dialect, `postgresql+psycopg://…`
 * - `asyncpg`: `postgresql+asyncpg://…?ssl=require`: SQLAlchemy hands every query key to asyncpg's `connect`, which
 *   knows neither `sslmode` nor `channel_binding`
 * - `prisma`: pooled connections need `pgbouncer=true`, or prepared statements of one connection meet another's
 */
export function connectionUrl({ driver, pooled, host, database, role, password }: Connection): string {
  const schemes = {
    libpq: "postgresql",
    psycopg: "postgresql+psycopg",
    asyncpg: "postgresql+asyncpg",
    prisma: "postgresql",
  };
  const queries = {
    libpq: "sslmode=require&channel_binding=require",
    psycopg: "sslmode=require&channel_binding=require",
    asyncpg: "ssl=require",
    prisma: pooled
      ? "sslmode=require&pgbouncer=true&connect_timeout=30&pool_timeout=30"
      : "sslmode=require&connect_timeout=30",
  };
  const user = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  return `${schemes[driver]}://${user}@${host}/${encodeURIComponent(database)}?${queries[driver]}`;
}

import type { databaseDrivers } from "./schema.ts";

export interface Connection {
  readonly driver: (typeof databaseDrivers)[number];
  /** Through PgBouncer in transaction mode. */
  readonly pooled: boolean;
  /** Neon demands TLS; Fly's private network and a container on localhost have none. */
  readonly tls: boolean;
  readonly host: string;
  /** Default: Postgres's own 5432, left out of the URL. */
  readonly port?: number;
  readonly database: string;
  readonly role: string;
  readonly password: string;
}

/**
 * A Postgres URL that its driver understands; user, password and database are percent-encoded. With TLS:
 * - `libpq`: `postgresql://…?sslmode=require&channel_binding=require`
 * - `psycopg`: the same for SQLAlchemy's psycopg 3 dialect, `postgresql+psycopg://…`
 * - `asyncpg`: `postgresql+asyncpg://…?ssl=require`: SQLAlchemy hands every query key to asyncpg's `connect`, which
 *   knows neither `sslmode` nor `channel_binding`
 * - `prisma`: pooled connections need `pgbouncer=true`, or prepared statements of one connection meet another's
 * - `ecto`: `postgresql://…?ssl=true` (hexdocs.pm/ecto/Ecto.Repo.html, "URLs")
 */
export function connectionUrl({ driver, pooled, tls, host, port, database, role, password }: Connection): string {
  const schemes = { psycopg: "postgresql+psycopg", asyncpg: "postgresql+asyncpg" };
  const scheme = driver === "psycopg" || driver === "asyncpg" ? schemes[driver] : "postgresql";
  const query = [...(tls ? tlsQuery[driver] : []), ...(driver === "prisma" && pooled ? prismaPooled : [])].join("&");
  const user = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  const address = port === undefined || port === 5432 ? host : `${host}:${port}`;
  return `${scheme}://${user}@${address}/${encodeURIComponent(database)}${query === "" ? "" : `?${query}`}`;
}

const tlsQuery: { readonly [driver in Connection["driver"]]: readonly string[] } = {
  libpq: ["sslmode=require", "channel_binding=require"],
  psycopg: ["sslmode=require", "channel_binding=require"],
  asyncpg: ["ssl=require"],
  prisma: ["sslmode=require"],
  ecto: ["ssl=true"],
};

/** A sleeping compute needs seconds to wake, and Prisma gives up after five by default (neon.com/docs/guides/prisma). */
const prismaPooled = ["pgbouncer=true", "connect_timeout=30", "pool_timeout=30"];

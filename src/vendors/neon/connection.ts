/** Where a database is and who may enter. */
export interface ConnectionParts {
  readonly role: string;
  readonly password: string;
  /** Of the compute, direct or pooled. */
  readonly host: string;
  readonly database: string;
}

/**
 * `postgresql://role:password@host/database?sslmode=require&channel_binding=require`: Neon's own form, without a port.
 * libpq and what is built on it take it as it is; other drivers are built from the parts.
 */
export function buildConnectionUri({ role, password, host, database }: ConnectionParts): string {
  const [user, secret, path] = [role, password, database].map(encode);
  return `postgresql://${user}:${secret}@${host}/${path}?sslmode=require&channel_binding=require`;
}

/** The parts of a URI that Neon gave. Its query varies over time and is left out. Throws without showing the URI. */
export function parseConnectionUri(uri: string): ConnectionParts {
  const parsed = /^postgres(?:ql)?:\/\/([^:@/]+):([^@/]+)@([^/?#]+)\/([^?#]+)/.exec(uri);
  const [, role, password, host, database] = parsed ?? [];
  if (!role || !password || !host || !database) {
    throw new Error("Neon gave a connection URI that is not postgresql://role:password@host/database.");
  }
  return {
    role: decodeURIComponent(role),
    password: decodeURIComponent(password),
    host: host.replace(/:\d+$/, ""),
    database: decodeURIComponent(database),
  };
}

/**
 * The same compute through PgBouncer in transaction mode: `-pooler` on the first label, whatever follows it
 * (neon.com/docs/connect/connection-pooling). Never built from a region: newer hosts have a cell label such as `c-2`.
 */
export function toPooledHost(host: string): string {
  const [first = "", ...rest] = host.split(".");
  return [first.endsWith("-pooler") ? first : `${first}-pooler`, ...rest].join(".");
}

/** Both URIs and both hosts of one database. */
export function describeConnection(parts: ConnectionParts): {
  readonly host: string;
  readonly pooledHost: string;
  readonly url: string;
  readonly pooledUrl: string;
} {
  const pooledHost = toPooledHost(parts.host);
  return {
    host: parts.host,
    pooledHost,
    url: buildConnectionUri(parts),
    pooledUrl: buildConnectionUri({ ...parts, host: pooledHost }),
  };
}

/** encodeURIComponent leaves `!'()*` alone, which RFC 3986 counts as delimiters and some drivers do too. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

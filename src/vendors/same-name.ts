type Normalize = (name: string) => string;

const asWritten: Normalize = (name) => name;
const caseless: Normalize = (name) => name.toUpperCase();
const hostName: Normalize = (name) => name.toLowerCase().replace(/\.$/, "");
/** The pooler of a Neon compute is the same compute: `-pooler` on the first label (neon.com/docs/connect/connection-pooling). */
const neonHost: Normalize = (name) => hostName(name).replace(/^([^.]*?)-pooler(?=\.|$)/, "$1");

/** How each vendor keeps the names of its things. Two names that are kept as one name are one thing. */
const KEPT_NAMES = {
  fly: {
    /** Upper case is refused (fly-go, apps test), so that no two names are one. */
    app: asWritten,
    /** An environment variable of Linux, which tells case apart; `FLY_API_TOKEN` and `fly_api_token` are two secrets. */
    secret: asWritten,
    /** A host name (RFC 4343). */
    certificate: hostName,
  },
  neon: {
    /** Unique in its project (Neon's OpenAPI document, `BranchCreateRequest`); nothing says that case does not matter. */
    branch: asWritten,
    /** Neon creates both as quoted identifiers, in which Postgres tells case apart (postgresql.org/docs, 4.1.1). */
    database: asWritten,
    role: asWritten,
    host: neonHost,
  },
  cloudflare: {
    /** Upper case is refused (developers.cloudflare.com/r2/buckets). */
    bucket: asWritten,
    /** A label of `<name>.pages.dev`; upper case is refused (developers.cloudflare.com/pages). */
    pagesProject: asWritten,
    /** A key of `context.env`, which is a JavaScript object (developers.cloudflare.com/pages/functions/bindings). */
    pagesVariable: asWritten,
    host: hostName,
  },
  github: {
    /** "GitHub stores secret names as uppercase regardless of how they are entered" (docs.github.com/actions/reference/security/secrets). */
    secret: caseless,
    /** The same rule (docs.github.com/actions/reference/workflows-and-actions/variables). */
    variable: caseless,
    /** "Environment names are not case sensitive" (docs.github.com/actions, "Managing environments for deployment"). */
    environment: caseless,
    /** The paths of owner and repository: "The name is not case sensitive" (GitHub's OpenAPI document, parameters `owner`, `repo`). */
    repository: caseless,
  },
} as const;

type KeptNames = typeof KEPT_NAMES;

/** A name as the vendor keeps it: the key to find names that are one. */
export function keptName<V extends keyof KeptNames>(vendor: V, thing: keyof KeptNames[V] & string): Normalize {
  return KEPT_NAMES[vendor][thing] as Normalize;
}

/** Whether two names are one name to the vendor. */
export function sameName<V extends keyof KeptNames>(
  vendor: V,
  thing: keyof KeptNames[V] & string,
): (one: string, other: string) => boolean {
  const kept = keptName(vendor, thing);
  return (one, other) => kept(one) === kept(other);
}

// Written by `npm run schema` from the schemas in src/config and src/components.

export type System = {
/** The product's name as people write it. Default: the project's name. */
readonly title?: string | undefined;
/** GitHub repository, `owner/name`. */
readonly repository?: string | undefined;
/** Where Fly apps live, unless an app says otherwise. */
readonly fly?: {
/** Slug of the Fly organization. Apps are never moved. */
readonly organization: string;
/** Primary region of apps and of Fly's databases. */
readonly region: string;
} | undefined;
/** Where Neon projects live, unless a database says otherwise. */
readonly neon?: {
/** Id of the Neon organization, `org-…`. Needed with a personal key. */
readonly organization?: string | undefined;
/** Region id. Fixed for a project's life. */
readonly region: string;
/** Major version of new projects. Default 17. */
readonly postgres?: number | undefined;
/** For limits and cost. Default: unknown. */
readonly plan?: "free" | "launch" | "scale" | undefined;
} | undefined;
/** Where buckets, Pages projects and DNS records live. */
readonly cloudflare?: {
/** Account id: 32 hexadecimal characters, in the dashboard's address. */
readonly account: string;
/** Zone id by domain, for DNS records. Another zone gets the records. */
readonly zones?: { readonly [key: string]: string } | undefined;
} | undefined;
/** Postgres databases, by key. */
readonly databases?: { readonly [key: string]: {
/** Key of the database in whose Neon project it lies, with a role of its own. Default: it has a project itself. */
readonly in?: string | undefined;
/** Where it runs: Neon, Fly Managed Postgres, or a container on the developer's machine. */
readonly provider?: "neon" | "fly" | "docker" | undefined;
/** Name of the Neon project or Fly cluster. Unique to the environment. Needed without `in`. */
readonly name?: string | undefined;
/** Name of the database inside. Default: its key. */
readonly database?: string | undefined;
/** Role that owns it. Default `<database>_owner`. */
readonly role?: string | undefined;
/** The driver that `url` is written for. Default `libpq`. */
readonly driver?: "libpq" | "psycopg" | "asyncpg" | "prisma" | "ecto" | undefined;
/** Default: the provider's region. */
readonly region?: string | undefined;
/** Major version. Default 17. */
readonly postgres?: number | undefined;
/** Size and sleep of a Neon compute. */
readonly compute?: {
/** Smallest Neon compute in CU. Default: Neon's. */
readonly minimum?: number | undefined;
/** Largest Neon compute in CU. Default: Neon's. */
readonly maximum?: number | undefined;
/** Seconds without use until it sleeps, or `never` (paid plans). Default: Neon's 300 s. */
readonly suspend?: "never" | number | undefined;
} | undefined;
/** A branch of another environment's Neon project in place of a project; `name` is then the branch's. */
readonly branch?: {
/** Stack whose Neon project it is a branch of, by the same key. */
readonly of: string;
/** What it starts with: a copy of all that is there, or the schema alone. Default `all`. */
readonly data?: "all" | "schema" | undefined;
/** Where that project is, for a stack whose state is in another backend. Default: read from that stack's state. */
readonly parent?: {
/** Id of that project. */
readonly projectId: string;
/** Id of the branch in it. */
readonly branchId: string;
} | undefined;
} | undefined;
/** Seconds one can go back to. Default: the plan's. */
readonly history?: number | undefined;
/** Fly Managed Postgres plan. Default `basic`. */
readonly plan?: "basic" | "starter" | "launch" | "scale" | "Performance" | undefined;
/** GB of a Fly Managed Postgres cluster. Default: Fly's. */
readonly disk?: number | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner: string;
/** Why it is one thing for all. Shown in the documents. */
readonly reason: string;
} | undefined;
} } | undefined;
/** R2 buckets, by key. */
readonly buckets?: { readonly [key: string]: {
/** Bucket name: 3 to 63 of a-z, 0-9 and dashes. A new name is a new, empty bucket. */
readonly name: string;
/** Hint where it should lie. Honoured once, when the name is first used. */
readonly location?: "apac" | "eeur" | "enam" | "weur" | "wnam" | "oc" | undefined;
/** Where data must stay. Fixed for life. */
readonly jurisdiction?: "default" | "eu" | "fedramp" | undefined;
/** Which web pages may read or write it from a browser. */
readonly cors?: {
/** Origins that may call, with `${…}` expressions. */
readonly origins: readonly (string)[];
/** Methods that are allowed. */
readonly methods: readonly ("GET" | "PUT" | "POST" | "DELETE" | "HEAD")[];
/** Request headers that are allowed. */
readonly headers?: readonly (string)[] | undefined;
/** Answer headers that a page may read. */
readonly exposed?: readonly (string)[] | undefined;
/** Seconds a browser may keep the answer. */
readonly maxAge?: number | undefined;
} | undefined;
/** Host names at which everybody may read it, in a zone of the system; the first one is its `url`. */
readonly domains?: readonly (string)[] | undefined;
/** Everybody may read it at its `r2.dev` address. Default: as Cloudflare has it, closed at first. */
readonly public?: boolean | undefined;
/** Days after which objects are deleted, by the start of their keys. */
readonly expire?: { readonly [key: string]: number } | undefined;
/** What this environment's storage key may do with it. */
readonly access?: "read" | "write" | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner: string;
/** Why it is one thing for all. Shown in the documents. */
readonly reason: string;
} | undefined;
} } | undefined;
/** The key that opens the buckets of an environment. */
readonly storage?: {
/** Count up to rotate the key. The old one is revoked once everything that takes it is updated. Default 1. */
readonly generation?: number | undefined;
} | undefined;
/** Fly apps, by key. */
readonly apps?: { readonly [key: string]: {
/** Fly app name: a-z, 0-9 and dashes, unique in the world. */
readonly name: string;
/** Port it listens on inside its machine. With a public address it serves HTTP there. Left out: a worker. */
readonly port?: number | undefined;
/** Fly organization. Default: `fly.organization`. */
readonly organization?: string | undefined;
/** Machines by region, such as `{ iad: 1, sjc: 1 }`; the first is primary. Default: one in `fly.region`. */
readonly regions?: { readonly [key: string]: number } | undefined;
/** Size of each machine. */
readonly machine?: {
/** Fly machine preset, such as `shared-cpu-1x` or `performance-2x`. Default `shared-cpu-1x`. */
readonly size?: string | undefined;
/** Memory in MB, in Fly's steps of 256. Default: the preset's own. */
readonly memory?: number | undefined;
} | undefined;
/** Commands of one image, each on machines of its own. The first one serves `port`. */
readonly processes?: { readonly [key: string]: string | {
/** Command of the group's machines, in place of the image's own. */
readonly command: string;
/** Its machines by region. Default: the app's `regions`. */
readonly regions?: { readonly [key: string]: number } | undefined;
/** Size of its machines. Default: the app's `machine`. */
readonly machine?: {
/** Fly machine preset, such as `shared-cpu-1x` or `performance-2x`. Default `shared-cpu-1x`. */
readonly size?: string | undefined;
/** Memory in MB, in Fly's steps of 256. Default: the preset's own. */
readonly memory?: number | undefined;
} | undefined;
/** What happens when its command ends. Default: the app's `restart`. */
readonly restart?: "always" | "on-failure" | "never" | {
/** When it is started again. */
readonly policy: "always" | "on-failure" | "never";
/** How often in a row. Default: Fly's 10. */
readonly retries?: number | undefined;
} | undefined;
} } | undefined;
/** What happens when a command ends. Default: Fly's own policy. */
readonly restart?: "always" | "on-failure" | "never" | {
/** When it is started again. */
readonly policy: "always" | "on-failure" | "never";
/** How often in a row. Default: Fly's 10. */
readonly retries?: number | undefined;
} | undefined;
/** How a machine is asked to end. */
readonly stop?: {
/** Signal that asks a machine to end. Default: Fly's SIGINT. */
readonly signal?: "SIGINT" | "SIGTERM" | "SIGQUIT" | "SIGUSR1" | "SIGUSR2" | "SIGKILL" | "SIGSTOP" | undefined;
/** Time it then has, at most `300s`. Default: Fly's 5s. */
readonly timeout?: string | undefined;
} | undefined;
/** MB of swap of each machine. Default: none. */
readonly swap?: number | undefined;
/** What Fly's proxy does with idle machines. Default `off`: they never sleep. */
readonly sleep?: "off" | "stop" | "suspend" | undefined;
/** Machines of the primary region that never sleep. Default 0 when sleeping. */
readonly minimum?: number | undefined;
/** How much one machine takes at once. */
readonly concurrency?: {
/** What is counted. `connections` for WebSockets. */
readonly type: "connections" | "requests";
/** Load at which others are preferred. Default: Fly's 20. */
readonly soft?: number | undefined;
/** Load above which nothing more is sent. Default: none. */
readonly hard?: number | undefined;
} | undefined;
/** TCP and UDP ports that it serves beside `port`, by key. */
readonly services?: { readonly [key: string]: {
/** Port it listens on inside its machine. */
readonly port: number;
/** Default `tcp`. */
readonly protocol?: "tcp" | "udp" | undefined;
/** Ports of the app's public addresses that lead to it: a number, or a range with handlers. */
readonly ports: readonly (number | {
/** One port. */
readonly port?: number | undefined;
/** First port of a range. */
readonly from?: number | undefined;
/** Last port of a range. */
readonly to?: number | undefined;
/** What Fly's proxy does with a connection. Default: nothing, it is passed on as it is. */
readonly handlers?: readonly ("http" | "tls" | "pg_tls" | "proxy_proto")[] | undefined;
})[];
/** Process group that serves it. Default: the first. */
readonly process?: string | undefined;
/** Check of this service: a path, or `tcp`. */
readonly health?: string | "tcp" | {
/** Well when it answers 2xx. */
readonly type?: "http" | undefined;
/** Path that answers 2xx when the app is well, such as `/health`. */
readonly path: string;
/** How it asks. Default GET. */
readonly method?: "GET" | "HEAD" | "POST" | "PUT" | undefined;
/** Headers that it sends, in clear. */
readonly headers?: { readonly [key: string]: string } | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when the port takes a connection. */
readonly type: "tcp";
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when a command ends with 0. */
readonly type?: "command" | undefined;
/** Run in the app's image on a machine of its own at each deploy, which ends when it fails. */
readonly command: string;
} | undefined;
/** How much one machine takes at once. */
readonly concurrency?: {
/** What is counted. `connections` for WebSockets. */
readonly type: "connections" | "requests";
/** Load at which others are preferred. Default: Fly's 20. */
readonly soft?: number | undefined;
/** Load above which nothing more is sent. Default: none. */
readonly hard?: number | undefined;
} | undefined;
} } | undefined;
/** Checks beside `health`, by name. */
readonly checks?: { readonly [key: string]: string | "tcp" | {
/** Well when it answers 2xx. */
readonly type?: "http" | undefined;
/** Path that answers 2xx when the app is well, such as `/health`. */
readonly path: string;
/** How it asks. Default GET. */
readonly method?: "GET" | "HEAD" | "POST" | "PUT" | undefined;
/** Headers that it sends, in clear. */
readonly headers?: { readonly [key: string]: string } | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when the port takes a connection. */
readonly type: "tcp";
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when a command ends with 0. */
readonly type?: "command" | undefined;
/** Run in the app's image on a machine of its own at each deploy, which ends when it fails. */
readonly command: string;
} } | undefined;
/** Disks, by name. Another name is another, empty one. */
readonly volumes?: { readonly [key: string]: {
/** Where it is mounted. */
readonly path: string;
/** GB of each. It is grown in place and never shrinks. Default 1. */
readonly size?: number | undefined;
/** Days that Fly's daily snapshots are kept, or `false` for none. Default: Fly's 5. */
readonly snapshots?: false | number | undefined;
/** Process group whose machines have it. Default: the first. */
readonly process?: string | undefined;
} } | undefined;
/** Command run once before a deploy touches any machine: migrations. */
readonly release?: string | undefined;
/** How long `release` may run, such as `10m`. Default: Fly's 5 minutes. */
readonly releaseTimeout?: string | undefined;
/** How Fly sees that it is well: a path, `tcp`, or a command. What serves in production needs one. */
readonly health?: string | "tcp" | {
/** Well when it answers 2xx. */
readonly type?: "http" | undefined;
/** Path that answers 2xx when the app is well, such as `/health`. */
readonly path: string;
/** How it asks. Default GET. */
readonly method?: "GET" | "HEAD" | "POST" | "PUT" | undefined;
/** Headers that it sends, in clear. */
readonly headers?: { readonly [key: string]: string } | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when the port takes a connection. */
readonly type: "tcp";
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when a command ends with 0. */
readonly type?: "command" | undefined;
/** Run in the app's image on a machine of its own at each deploy, which ends when it fails. */
readonly command: string;
} | undefined;
/** Host names of its own, the zone itself and wildcards too; the first that is not a wildcard is its URL. */
readonly domains?: readonly (string)[] | undefined;
/** True puts Cloudflare's proxy before the domains. Default false. */
readonly proxied?: boolean | undefined;
/** Public addresses. Default: shared IPv4 and IPv6 for what serves something, none for a worker. */
readonly addresses?: {
/** IPv4. Dedicated costs about 2 USD a month. The other kind is another address. */
readonly v4?: "shared" | "dedicated" | "none" | undefined;
/** IPv6. Default true. */
readonly v6?: boolean | undefined;
} | undefined;
/** Path of its fly.toml. Default `fly.<stack>.toml`, or `fly.<app>.<stack>.toml` where several apps leave it out. */
readonly config?: string | undefined;
/** Path of its Dockerfile, relative to `config`. */
readonly dockerfile?: string | undefined;
/** Stage of the Dockerfile that is built. Default: its last. */
readonly target?: string | undefined;
/** Image that is deployed as it is, in place of a build. */
readonly image?: string | undefined;
/** How a deploy replaces machines. Default: Fly's `rolling`. */
readonly strategy?: "rolling" | "immediate" | "canary" | "bluegreen" | undefined;
/** Files of the repository that it depends on, beside its fly.toml, Dockerfile and workflow: a branch or a passed workflow deploys it only when one of them differs from what runs. Default: always. */
readonly paths?: readonly (string)[] | undefined;
/** Arguments of the image's build, in clear: they are inlined in the image. `${commit.sha}` is the commit that is deployed. */
readonly buildArgs?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** Paths that must answer 2xx after a deploy, beside `health`. */
readonly smoke?: readonly (string)[] | undefined;
/** How migrations are looked at and taken back, for the runbook. */
readonly migrations?: {
/** Command that shows the revision the database is at. */
readonly current?: string | undefined;
/** Command that goes back; `<revision>` stands for the target. */
readonly down?: string | undefined;
} | undefined;
/** Plain environment variables: they go to `[env]` of fly.toml, in clear. */
readonly variables?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** Environment variables kept as Fly secrets. */
readonly secrets?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** Changed secrets restart the machines one by one (`rolling`), or wait for the next deploy (`staged`). */
readonly rollout?: "rolling" | "staged" | undefined;
/** What fly.toml can say and no field here: it is checked against Fly's keys and merged into the file. */
readonly fly?: { readonly [key: string]: unknown } | undefined;
/** `kept`: people write `config`. It is only compared with what is declared here. Default `rendered`. */
readonly toml?: "rendered" | "kept" | undefined;
/** How it runs on a developer's machine. */
readonly local?: {
/** Port on localhost; `url` is then `http://localhost:<port>`. Left out: it listens at none. */
readonly port?: number | undefined;
/** What to run, from the repository's root. */
readonly command: string;
/** Path of its `.env`. Default: in the folder that `command` changes to with `cd`, else beside its fly.toml; `.env.<key>` where two would be one. */
readonly env?: string | undefined;
/** True when the product works without it. Default false. */
readonly optional?: boolean | undefined;
} | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner: string;
/** Why it is one thing for all. Shown in the documents. */
readonly reason: string;
} | undefined;
} } | undefined;
/** Pages sites, by key. */
readonly sites?: { readonly [key: string]: {
/** Pages project name: a-z, 0-9 and dashes, at most 58. An environment may have a project of its own. */
readonly project: string;
/** Cloudflare's host of a project that exists, for the documents. Values read it from the project itself. */
readonly pagesHost?: string | undefined;
/** The branch whose deployments are Pages' production; every other branch is a preview. */
readonly productionBranch: string;
/** The branch that carries this environment. Decides which of the two slots is its own. */
readonly branch: string;
/** How Cloudflare builds it, or the deploy workflow what is uploaded. */
readonly build?: {
/** Build command, run from `root`. */
readonly command?: string | undefined;
/** Folder that is published, relative to `root`. */
readonly output?: string | undefined;
/** Folder the build runs in. Default: the repository's root. */
readonly root?: string | undefined;
} | undefined;
/** Files of the repository that it depends on: a deployment that moves its branch does so only when one of them differs. What Cloudflare builds at a push it builds always. Default: always. */
readonly paths?: readonly (string)[] | undefined;
/** For the documents: `sveltekit`, `next`, … */
readonly framework?: string | undefined;
/** Cloudflare builds each push to the repository. Needs its GitHub App there. False: what is built is uploaded. Default true. */
readonly connected?: boolean | undefined;
/** Who uploads what is not `connected`: the deploy workflow, which builds it by `build` with the variables of the slot, or something else. Default `workflow`. */
readonly upload?: "workflow" | "elsewhere" | undefined;
/** Cloudflare's runtime, of the slot's functions. Acts on later deployments. Default: as Cloudflare has it. */
readonly compatibility?: {
/** What of the runtime the functions see, `YYYY-MM-DD` in quotes. Not in the future. */
readonly date: string;
/** Changes of the runtime that are taken or refused before their date. */
readonly flags?: readonly (string)[] | undefined;
} | undefined;
/** Host names of its own. Only for the production slot. */
readonly domains?: readonly (string)[] | undefined;
/** Build-time variables of the slot, in clear. */
readonly variables?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** Variables of the slot that Cloudflare never shows again. */
readonly secrets?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** How it runs on a developer's machine. */
readonly local?: {
/** Port on localhost; `url` is then `http://localhost:<port>`. Left out: it listens at none. */
readonly port?: number | undefined;
/** What to run, from the repository's root. */
readonly command: string;
/** Path of its `.env`. Default: in the folder that `command` changes to with `cd`, else beside its fly.toml; `.env.<key>` where two would be one. */
readonly env?: string | undefined;
/** True when the product works without it. Default false. */
readonly optional?: boolean | undefined;
} | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner: string;
/** Why it is one thing for all. Shown in the documents. */
readonly reason: string;
} | undefined;
} } | undefined;
/** What the GitHub environment of each deployed tier carries, and what runs before a deployment. */
readonly pipeline?: {
/** Name of this product where several are deployed from one repository: it stands in the names of its GitHub environments, workflows and their files. Default: none. */
readonly product?: string | undefined;
/** Variables of the GitHub environment. */
readonly variables?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** Secrets of the GitHub environment, beside the Fly deploy tokens. */
readonly secrets?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid";
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value: string;
/** Why every environment has the same value. Shown as a warning. */
readonly shared: string;
} } | undefined;
/** Commands that must pass before a deployment, by job name. */
readonly checks?: { readonly [key: string]: string } | undefined;
/** Path of the workflow that runs `checks` for `deploy.on.workflow`. Its name is that workflow's. */
readonly ci?: string | undefined;
} | undefined;
/** Values that nobody has yet, by path, and what to write there. `check` names them; an up sends none to a vendor. */
readonly placeholders?: { readonly [key: string]: string } | undefined;
/** Where to look when something is wrong, one line each, with `${…}` expressions. For the documents. */
readonly monitoring?: readonly (string)[] | undefined;
};

export type Overrides = {
/** The product's name as people write it. Default: the project's name. */
readonly title?: string | undefined;
/** GitHub repository, `owner/name`. */
readonly repository?: string | undefined;
/** Where Fly apps live, unless an app says otherwise. */
readonly fly?: {
/** Slug of the Fly organization. Apps are never moved. */
readonly organization?: string | undefined;
/** Primary region of apps and of Fly's databases. */
readonly region?: string | undefined;
} | undefined;
/** Where Neon projects live, unless a database says otherwise. */
readonly neon?: {
/** Id of the Neon organization, `org-…`. Needed with a personal key. */
readonly organization?: string | undefined;
/** Region id. Fixed for a project's life. */
readonly region?: string | undefined;
/** Major version of new projects. Default 17. */
readonly postgres?: number | undefined;
/** For limits and cost. Default: unknown. */
readonly plan?: "free" | "launch" | "scale" | undefined;
} | undefined;
/** Where buckets, Pages projects and DNS records live. */
readonly cloudflare?: {
/** Account id: 32 hexadecimal characters, in the dashboard's address. */
readonly account?: string | undefined;
/** Zone id by domain, for DNS records. Another zone gets the records. */
readonly zones?: { readonly [key: string]: string } | undefined;
} | undefined;
/** Postgres databases, by key. */
readonly databases?: { readonly [key: string]: {
/** Key of the database in whose Neon project it lies, with a role of its own. Default: it has a project itself. */
readonly in?: string | undefined;
/** Where it runs: Neon, Fly Managed Postgres, or a container on the developer's machine. */
readonly provider?: "neon" | "fly" | "docker" | undefined;
/** Name of the Neon project or Fly cluster. Unique to the environment. Needed without `in`. */
readonly name?: string | undefined;
/** Name of the database inside. Default: its key. */
readonly database?: string | undefined;
/** Role that owns it. Default `<database>_owner`. */
readonly role?: string | undefined;
/** The driver that `url` is written for. Default `libpq`. */
readonly driver?: "libpq" | "psycopg" | "asyncpg" | "prisma" | "ecto" | undefined;
/** Default: the provider's region. */
readonly region?: string | undefined;
/** Major version. Default 17. */
readonly postgres?: number | undefined;
/** Size and sleep of a Neon compute. */
readonly compute?: {
/** Smallest Neon compute in CU. Default: Neon's. */
readonly minimum?: number | undefined;
/** Largest Neon compute in CU. Default: Neon's. */
readonly maximum?: number | undefined;
/** Seconds without use until it sleeps, or `never` (paid plans). Default: Neon's 300 s. */
readonly suspend?: "never" | number | undefined;
} | undefined;
/** A branch of another environment's Neon project in place of a project; `name` is then the branch's. */
readonly branch?: {
/** Stack whose Neon project it is a branch of, by the same key. */
readonly of?: string | undefined;
/** What it starts with: a copy of all that is there, or the schema alone. Default `all`. */
readonly data?: "all" | "schema" | undefined;
/** Where that project is, for a stack whose state is in another backend. Default: read from that stack's state. */
readonly parent?: {
/** Id of that project. */
readonly projectId?: string | undefined;
/** Id of the branch in it. */
readonly branchId?: string | undefined;
} | undefined;
} | undefined;
/** Seconds one can go back to. Default: the plan's. */
readonly history?: number | undefined;
/** Fly Managed Postgres plan. Default `basic`. */
readonly plan?: "basic" | "starter" | "launch" | "scale" | "Performance" | undefined;
/** GB of a Fly Managed Postgres cluster. Default: Fly's. */
readonly disk?: number | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner?: string | undefined;
/** Why it is one thing for all. Shown in the documents. */
readonly reason?: string | undefined;
} | undefined;
} } | undefined;
/** R2 buckets, by key. */
readonly buckets?: { readonly [key: string]: {
/** Bucket name: 3 to 63 of a-z, 0-9 and dashes. A new name is a new, empty bucket. */
readonly name?: string | undefined;
/** Hint where it should lie. Honoured once, when the name is first used. */
readonly location?: "apac" | "eeur" | "enam" | "weur" | "wnam" | "oc" | undefined;
/** Where data must stay. Fixed for life. */
readonly jurisdiction?: "default" | "eu" | "fedramp" | undefined;
/** Which web pages may read or write it from a browser. */
readonly cors?: {
/** Origins that may call, with `${…}` expressions. */
readonly origins?: readonly (string)[] | undefined;
/** Methods that are allowed. */
readonly methods?: readonly ("GET" | "PUT" | "POST" | "DELETE" | "HEAD")[] | undefined;
/** Request headers that are allowed. */
readonly headers?: readonly (string)[] | undefined;
/** Answer headers that a page may read. */
readonly exposed?: readonly (string)[] | undefined;
/** Seconds a browser may keep the answer. */
readonly maxAge?: number | undefined;
} | undefined;
/** Host names at which everybody may read it, in a zone of the system; the first one is its `url`. */
readonly domains?: readonly (string)[] | undefined;
/** Everybody may read it at its `r2.dev` address. Default: as Cloudflare has it, closed at first. */
readonly public?: boolean | undefined;
/** Days after which objects are deleted, by the start of their keys. */
readonly expire?: { readonly [key: string]: number } | undefined;
/** What this environment's storage key may do with it. */
readonly access?: "read" | "write" | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner?: string | undefined;
/** Why it is one thing for all. Shown in the documents. */
readonly reason?: string | undefined;
} | undefined;
} } | undefined;
/** The key that opens the buckets of an environment. */
readonly storage?: {
/** Count up to rotate the key. The old one is revoked once everything that takes it is updated. Default 1. */
readonly generation?: number | undefined;
} | undefined;
/** Fly apps, by key. */
readonly apps?: { readonly [key: string]: {
/** Fly app name: a-z, 0-9 and dashes, unique in the world. */
readonly name?: string | undefined;
/** Port it listens on inside its machine. With a public address it serves HTTP there. Left out: a worker. */
readonly port?: number | undefined;
/** Fly organization. Default: `fly.organization`. */
readonly organization?: string | undefined;
/** Machines by region, such as `{ iad: 1, sjc: 1 }`; the first is primary. Default: one in `fly.region`. */
readonly regions?: { readonly [key: string]: number } | undefined;
/** Size of each machine. */
readonly machine?: {
/** Fly machine preset, such as `shared-cpu-1x` or `performance-2x`. Default `shared-cpu-1x`. */
readonly size?: string | undefined;
/** Memory in MB, in Fly's steps of 256. Default: the preset's own. */
readonly memory?: number | undefined;
} | undefined;
/** Commands of one image, each on machines of its own. The first one serves `port`. */
readonly processes?: { readonly [key: string]: string | {
/** Command of the group's machines, in place of the image's own. */
readonly command?: string | undefined;
/** Its machines by region. Default: the app's `regions`. */
readonly regions?: { readonly [key: string]: number } | undefined;
/** Size of its machines. Default: the app's `machine`. */
readonly machine?: {
/** Fly machine preset, such as `shared-cpu-1x` or `performance-2x`. Default `shared-cpu-1x`. */
readonly size?: string | undefined;
/** Memory in MB, in Fly's steps of 256. Default: the preset's own. */
readonly memory?: number | undefined;
} | undefined;
/** What happens when its command ends. Default: the app's `restart`. */
readonly restart?: "always" | "on-failure" | "never" | {
/** When it is started again. */
readonly policy?: "always" | "on-failure" | "never" | undefined;
/** How often in a row. Default: Fly's 10. */
readonly retries?: number | undefined;
} | undefined;
} } | undefined;
/** What happens when a command ends. Default: Fly's own policy. */
readonly restart?: "always" | "on-failure" | "never" | {
/** When it is started again. */
readonly policy?: "always" | "on-failure" | "never" | undefined;
/** How often in a row. Default: Fly's 10. */
readonly retries?: number | undefined;
} | undefined;
/** How a machine is asked to end. */
readonly stop?: {
/** Signal that asks a machine to end. Default: Fly's SIGINT. */
readonly signal?: "SIGINT" | "SIGTERM" | "SIGQUIT" | "SIGUSR1" | "SIGUSR2" | "SIGKILL" | "SIGSTOP" | undefined;
/** Time it then has, at most `300s`. Default: Fly's 5s. */
readonly timeout?: string | undefined;
} | undefined;
/** MB of swap of each machine. Default: none. */
readonly swap?: number | undefined;
/** What Fly's proxy does with idle machines. Default `off`: they never sleep. */
readonly sleep?: "off" | "stop" | "suspend" | undefined;
/** Machines of the primary region that never sleep. Default 0 when sleeping. */
readonly minimum?: number | undefined;
/** How much one machine takes at once. */
readonly concurrency?: {
/** What is counted. `connections` for WebSockets. */
readonly type?: "connections" | "requests" | undefined;
/** Load at which others are preferred. Default: Fly's 20. */
readonly soft?: number | undefined;
/** Load above which nothing more is sent. Default: none. */
readonly hard?: number | undefined;
} | undefined;
/** TCP and UDP ports that it serves beside `port`, by key. */
readonly services?: { readonly [key: string]: {
/** Port it listens on inside its machine. */
readonly port?: number | undefined;
/** Default `tcp`. */
readonly protocol?: "tcp" | "udp" | undefined;
/** Ports of the app's public addresses that lead to it: a number, or a range with handlers. */
readonly ports?: readonly (number | {
/** One port. */
readonly port?: number | undefined;
/** First port of a range. */
readonly from?: number | undefined;
/** Last port of a range. */
readonly to?: number | undefined;
/** What Fly's proxy does with a connection. Default: nothing, it is passed on as it is. */
readonly handlers?: readonly ("http" | "tls" | "pg_tls" | "proxy_proto")[] | undefined;
})[] | undefined;
/** Process group that serves it. Default: the first. */
readonly process?: string | undefined;
/** Check of this service: a path, or `tcp`. */
readonly health?: string | "tcp" | {
/** Well when it answers 2xx. */
readonly type?: "http" | undefined;
/** Path that answers 2xx when the app is well, such as `/health`. */
readonly path?: string | undefined;
/** How it asks. Default GET. */
readonly method?: "GET" | "HEAD" | "POST" | "PUT" | undefined;
/** Headers that it sends, in clear. */
readonly headers?: { readonly [key: string]: string } | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when the port takes a connection. */
readonly type?: "tcp" | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when a command ends with 0. */
readonly type?: "command" | undefined;
/** Run in the app's image on a machine of its own at each deploy, which ends when it fails. */
readonly command?: string | undefined;
} | undefined;
/** How much one machine takes at once. */
readonly concurrency?: {
/** What is counted. `connections` for WebSockets. */
readonly type?: "connections" | "requests" | undefined;
/** Load at which others are preferred. Default: Fly's 20. */
readonly soft?: number | undefined;
/** Load above which nothing more is sent. Default: none. */
readonly hard?: number | undefined;
} | undefined;
} } | undefined;
/** Checks beside `health`, by name. */
readonly checks?: { readonly [key: string]: string | "tcp" | {
/** Well when it answers 2xx. */
readonly type?: "http" | undefined;
/** Path that answers 2xx when the app is well, such as `/health`. */
readonly path?: string | undefined;
/** How it asks. Default GET. */
readonly method?: "GET" | "HEAD" | "POST" | "PUT" | undefined;
/** Headers that it sends, in clear. */
readonly headers?: { readonly [key: string]: string } | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when the port takes a connection. */
readonly type?: "tcp" | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when a command ends with 0. */
readonly type?: "command" | undefined;
/** Run in the app's image on a machine of its own at each deploy, which ends when it fails. */
readonly command?: string | undefined;
} } | undefined;
/** Disks, by name. Another name is another, empty one. */
readonly volumes?: { readonly [key: string]: {
/** Where it is mounted. */
readonly path?: string | undefined;
/** GB of each. It is grown in place and never shrinks. Default 1. */
readonly size?: number | undefined;
/** Days that Fly's daily snapshots are kept, or `false` for none. Default: Fly's 5. */
readonly snapshots?: false | number | undefined;
/** Process group whose machines have it. Default: the first. */
readonly process?: string | undefined;
} } | undefined;
/** Command run once before a deploy touches any machine: migrations. */
readonly release?: string | undefined;
/** How long `release` may run, such as `10m`. Default: Fly's 5 minutes. */
readonly releaseTimeout?: string | undefined;
/** How Fly sees that it is well: a path, `tcp`, or a command. What serves in production needs one. */
readonly health?: string | "tcp" | {
/** Well when it answers 2xx. */
readonly type?: "http" | undefined;
/** Path that answers 2xx when the app is well, such as `/health`. */
readonly path?: string | undefined;
/** How it asks. Default GET. */
readonly method?: "GET" | "HEAD" | "POST" | "PUT" | undefined;
/** Headers that it sends, in clear. */
readonly headers?: { readonly [key: string]: string } | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when the port takes a connection. */
readonly type?: "tcp" | undefined;
/** Time between two checks. Default `15s`; Fly's minimum is 2s. */
readonly interval?: string | undefined;
/** Time until a check counts as failed. Default `5s`; at most 60s. */
readonly timeout?: string | undefined;
/** Time after start in which failures do not count. Default `10s`. */
readonly grace?: string | undefined;
/** Port inside the machine. Default: the app's `port`. */
readonly port?: number | undefined;
/** Process group it looks at. Default: the first. */
readonly process?: string | undefined;
} | {
/** Well when a command ends with 0. */
readonly type?: "command" | undefined;
/** Run in the app's image on a machine of its own at each deploy, which ends when it fails. */
readonly command?: string | undefined;
} | undefined;
/** Host names of its own, the zone itself and wildcards too; the first that is not a wildcard is its URL. */
readonly domains?: readonly (string)[] | undefined;
/** True puts Cloudflare's proxy before the domains. Default false. */
readonly proxied?: boolean | undefined;
/** Public addresses. Default: shared IPv4 and IPv6 for what serves something, none for a worker. */
readonly addresses?: {
/** IPv4. Dedicated costs about 2 USD a month. The other kind is another address. */
readonly v4?: "shared" | "dedicated" | "none" | undefined;
/** IPv6. Default true. */
readonly v6?: boolean | undefined;
} | undefined;
/** Path of its fly.toml. Default `fly.<stack>.toml`, or `fly.<app>.<stack>.toml` where several apps leave it out. */
readonly config?: string | undefined;
/** Path of its Dockerfile, relative to `config`. */
readonly dockerfile?: string | undefined;
/** Stage of the Dockerfile that is built. Default: its last. */
readonly target?: string | undefined;
/** Image that is deployed as it is, in place of a build. */
readonly image?: string | undefined;
/** How a deploy replaces machines. Default: Fly's `rolling`. */
readonly strategy?: "rolling" | "immediate" | "canary" | "bluegreen" | undefined;
/** Files of the repository that it depends on, beside its fly.toml, Dockerfile and workflow: a branch or a passed workflow deploys it only when one of them differs from what runs. Default: always. */
readonly paths?: readonly (string)[] | undefined;
/** Arguments of the image's build, in clear: they are inlined in the image. `${commit.sha}` is the commit that is deployed. */
readonly buildArgs?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** Paths that must answer 2xx after a deploy, beside `health`. */
readonly smoke?: readonly (string)[] | undefined;
/** How migrations are looked at and taken back, for the runbook. */
readonly migrations?: {
/** Command that shows the revision the database is at. */
readonly current?: string | undefined;
/** Command that goes back; `<revision>` stands for the target. */
readonly down?: string | undefined;
} | undefined;
/** Plain environment variables: they go to `[env]` of fly.toml, in clear. */
readonly variables?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** Environment variables kept as Fly secrets. */
readonly secrets?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** Changed secrets restart the machines one by one (`rolling`), or wait for the next deploy (`staged`). */
readonly rollout?: "rolling" | "staged" | undefined;
/** What fly.toml can say and no field here: it is checked against Fly's keys and merged into the file. */
readonly fly?: { readonly [key: string]: unknown } | undefined;
/** `kept`: people write `config`. It is only compared with what is declared here. Default `rendered`. */
readonly toml?: "rendered" | "kept" | undefined;
/** How it runs on a developer's machine. */
readonly local?: {
/** Port on localhost; `url` is then `http://localhost:<port>`. Left out: it listens at none. */
readonly port?: number | undefined;
/** What to run, from the repository's root. */
readonly command?: string | undefined;
/** Path of its `.env`. Default: in the folder that `command` changes to with `cd`, else beside its fly.toml; `.env.<key>` where two would be one. */
readonly env?: string | undefined;
/** True when the product works without it. Default false. */
readonly optional?: boolean | undefined;
} | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner?: string | undefined;
/** Why it is one thing for all. Shown in the documents. */
readonly reason?: string | undefined;
} | undefined;
} } | undefined;
/** Pages sites, by key. */
readonly sites?: { readonly [key: string]: {
/** Pages project name: a-z, 0-9 and dashes, at most 58. An environment may have a project of its own. */
readonly project?: string | undefined;
/** Cloudflare's host of a project that exists, for the documents. Values read it from the project itself. */
readonly pagesHost?: string | undefined;
/** The branch whose deployments are Pages' production; every other branch is a preview. */
readonly productionBranch?: string | undefined;
/** The branch that carries this environment. Decides which of the two slots is its own. */
readonly branch?: string | undefined;
/** How Cloudflare builds it, or the deploy workflow what is uploaded. */
readonly build?: {
/** Build command, run from `root`. */
readonly command?: string | undefined;
/** Folder that is published, relative to `root`. */
readonly output?: string | undefined;
/** Folder the build runs in. Default: the repository's root. */
readonly root?: string | undefined;
} | undefined;
/** Files of the repository that it depends on: a deployment that moves its branch does so only when one of them differs. What Cloudflare builds at a push it builds always. Default: always. */
readonly paths?: readonly (string)[] | undefined;
/** For the documents: `sveltekit`, `next`, … */
readonly framework?: string | undefined;
/** Cloudflare builds each push to the repository. Needs its GitHub App there. False: what is built is uploaded. Default true. */
readonly connected?: boolean | undefined;
/** Who uploads what is not `connected`: the deploy workflow, which builds it by `build` with the variables of the slot, or something else. Default `workflow`. */
readonly upload?: "workflow" | "elsewhere" | undefined;
/** Cloudflare's runtime, of the slot's functions. Acts on later deployments. Default: as Cloudflare has it. */
readonly compatibility?: {
/** What of the runtime the functions see, `YYYY-MM-DD` in quotes. Not in the future. */
readonly date?: string | undefined;
/** Changes of the runtime that are taken or refused before their date. */
readonly flags?: readonly (string)[] | undefined;
} | undefined;
/** Host names of its own. Only for the production slot. */
readonly domains?: readonly (string)[] | undefined;
/** Build-time variables of the slot, in clear. */
readonly variables?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** Variables of the slot that Cloudflare never shows again. */
readonly secrets?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** How it runs on a developer's machine. */
readonly local?: {
/** Port on localhost; `url` is then `http://localhost:<port>`. Left out: it listens at none. */
readonly port?: number | undefined;
/** What to run, from the repository's root. */
readonly command?: string | undefined;
/** Path of its `.env`. Default: in the folder that `command` changes to with `cd`, else beside its fly.toml; `.env.<key>` where two would be one. */
readonly env?: string | undefined;
/** True when the product works without it. Default false. */
readonly optional?: boolean | undefined;
} | undefined;
/** One thing for several environments. Changing the owner moves the resource between stacks by hand. */
readonly shared?: {
/** Name of the stack that declares it, such as `shared`. */
readonly owner?: string | undefined;
/** Why it is one thing for all. Shown in the documents. */
readonly reason?: string | undefined;
} | undefined;
} } | undefined;
/** What the GitHub environment of each deployed tier carries, and what runs before a deployment. */
readonly pipeline?: {
/** Name of this product where several are deployed from one repository: it stands in the names of its GitHub environments, workflows and their files. Default: none. */
readonly product?: string | undefined;
/** Variables of the GitHub environment. */
readonly variables?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** Secrets of the GitHub environment, beside the Fly deploy tokens. */
readonly secrets?: { readonly [key: string]: string | number | boolean | {
/** Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`. */
readonly generate?: "fernet" | "hex" | "base64" | "base64url" | "alphanumeric" | "uuid" | undefined;
/** Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`. */
readonly bytes?: number | undefined;
/** Count up to rotate the value. Default 1. */
readonly generation?: number | undefined;
} | {
/** The value, with `${…}` expressions. */
readonly value?: string | undefined;
/** Why every environment has the same value. Shown as a warning. */
readonly shared?: string | undefined;
} } | undefined;
/** Commands that must pass before a deployment, by job name. */
readonly checks?: { readonly [key: string]: string } | undefined;
/** Path of the workflow that runs `checks` for `deploy.on.workflow`. Its name is that workflow's. */
readonly ci?: string | undefined;
} | undefined;
/** Values that nobody has yet, by path, and what to write there. `check` names them; an up sends none to a vendor. */
readonly placeholders?: { readonly [key: string]: string } | undefined;
/** Where to look when something is wrong, one line each, with `${…}` expressions. For the documents. */
readonly monitoring?: readonly (string)[] | undefined;
/** Default: from the stack's name (dev, staging, production, shared, pr-N). */
readonly tier?: "development" | "review" | "staging" | "production" | "shared" | undefined;
/** Short form of the name, `${environment.alias}`. Default: the stack's name. A change is one of every name with it. */
readonly alias?: string | undefined;
/** `${environment.suffix}`. Default: empty in production, else `-<stack>`. A change is one of every name with it. */
readonly suffix?: string | undefined;
/** Pulumi refuses to delete its stateful things. Default: true in production. */
readonly protect?: boolean | undefined;
/** What environments of pull requests are held to. Of their template, Pulumi.review.yaml, alone. */
readonly review?: {
/** Most of them at once. Default 5. */
readonly limit?: number | undefined;
/** Days after its last up in which one is swept away, and in which Neon deletes its branches by itself. Default 7. */
readonly days?: number | undefined;
/** Label of a pull request that keeps its environment from a sweep. Default `review: keep`. */
readonly keep?: string | undefined;
/** Where the workflow of pull requests finds this project. Default: no such workflow is written. */
readonly from?: {
/** Repository that holds this project. */
readonly repository: string;
/** Folder of its Pulumi.yaml. Default: the root. */
readonly folder?: string | undefined;
/** Branch that is checked out. Default `main`. */
readonly branch?: string | undefined;
} | undefined;
} | undefined;
/** The pull request that this environment is of. `parity review up` writes it, nobody else. */
readonly pull?: {
/** Its branch, `${pull.branch}`. */
readonly branch: string;
/** Instant at which Neon deletes the branches of its databases. */
readonly expires?: string | undefined;
} | undefined;
/** When the pipeline deploys here, and who must agree. */
readonly deploy?: {
/** What starts a deployment. Several may stand side by side. */
readonly on?: {
/** A branch or a tag is pushed. */
readonly push?: {
/** Branches that deploy when pushed. */
readonly branches?: readonly (string)[] | undefined;
/** Tags that deploy when pushed, such as `v*`. */
readonly tags?: readonly (string)[] | undefined;
/** Only when one of these files changed. */
readonly paths?: readonly (string)[] | undefined;
} | undefined;
/** A GitHub release is published. */
readonly release?: {
/** Tags a release may have. Default `v*`. */
readonly tags?: readonly (string)[] | undefined;
} | undefined;
/** Another workflow has passed. */
readonly workflow?: {
/** Workflow that must have passed, such as `CI`. */
readonly name: string;
/** Branches of that workflow's run. */
readonly branches?: readonly (string)[] | undefined;
/** GitHub has no tag filter here; the generated job checks it itself. */
readonly tags?: readonly (string)[] | undefined;
} | undefined;
/** Can be started by hand. */
readonly manual?: boolean | undefined;
} | undefined;
/** Who must approve a deployment. At most six. */
readonly reviewers?: {
/** Numeric GitHub user ids. */
readonly users?: readonly (number)[] | undefined;
/** Numeric GitHub team ids. */
readonly teams?: readonly (number)[] | undefined;
/** Who started a deployment may not approve it. */
readonly preventSelfReview?: boolean | undefined;
} | undefined;
/** Minutes to wait before a deployment. Default 0. */
readonly wait?: number | undefined;
/** Path of the deploy workflow. Default `.github/workflows/deploy-<stack>.yml`. */
readonly workflow?: string | undefined;
/** What is told when a deployment fails. Default: nothing beside GitHub's own mail. */
readonly onFailure?: {
/** Name of the repository's secret that holds a URL. It is sent JSON with `text` and `content`, as Slack and Discord read. */
readonly webhook: string;
} | {
/** Command, in a checkout. `MESSAGE` and `RUN_URL` are in its environment. */
readonly command: string;
} | undefined;
/** What a person checks before deploying here. */
readonly checklist?: readonly (string)[] | undefined;
} | undefined;
/** Reason for each difference that the schema does not allow, by path; `*` stands for any characters. */
readonly differs?: { readonly [key: string]: string } | undefined;
/** Secrets that their vendor has already, by path: nobody can read them back, and they stay as they are until their line is removed. `parity adopt` writes them. */
readonly kept?: readonly (string)[] | undefined;
/** Keys and secrets that were rotated here, by path: `storage`, `apps.<key>.deployToken`, or where a generated value is written. `parity secrets rotate` writes it. A line stays: without it the one before the first rotation is made again. */
readonly rotations?: { readonly [key: string]: {
/** How often it was rotated here. One more makes another. */
readonly count: number;
/** The one before is still there, and still valid. Without this it is revoked or forgotten at the end of the next up. */
readonly overlap?: boolean | undefined;
} } | undefined;
};

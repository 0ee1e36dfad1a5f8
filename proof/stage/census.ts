import type { CloudflareState, PagesProject } from "../../sandbox/clouds/cloudflare/entities.ts";
import type { App, FlyState } from "../../sandbox/clouds/fly/entities.ts";
import type { GithubState, Scope } from "../../sandbox/clouds/github/entities.ts";
import type { NeonState, ProjectState } from "../../sandbox/clouds/neon/entities.ts";

/** Everything that lives in the clouds, a line each, without what differs from run to run: ids, times, passwords. */
export type Census = readonly string[];

export interface Held {
  readonly fly: FlyState;
  readonly neon: NeonState;
  readonly cloudflare: CloudflareState;
  readonly github?: GithubState;
}

/** `randomValues`: what is secret was made up by the run, and is another in each. */
export function takeCensus({ fly, neon, cloudflare, github }: Held, randomValues = false): Census {
  const lines = [...flyLines(fly), ...neonLines(neon), ...cloudflareLines(cloudflare), ...githubLines(github)];
  const random =
    /(?<=^fly secret \S+ \S+ )\S+|(?<="sha256":")\w+|(?<="parity-lineage":")[\w-]+|(?<=^cloudflare token \S+\/)[\w-]{36}/g;
  return lines.map((one) => (randomValues ? one.replaceAll(random, "random") : one)).sort();
}

/** Lines that one census has and the other lacks, with a sign before each. */
export function compareCensus(expected: Census, found: Census): string[] {
  const left = [...found];
  const missing = expected.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((line) => `- ${line}`), ...left.map((line) => `+ ${line}`)];
}

function flyLines({ apps, accessTokens, postgresClusters }: FlyState): string[] {
  const live = Object.values(apps).filter(({ readsUntilGone }) => readsUntilGone === undefined);
  const nameOf = new Map(live.map(({ id, name }) => [id, name]));
  return [
    ...live.flatMap(appLines),
    ...accessTokens.flatMap(({ name, scope, revokedAt }) => {
      if (revokedAt || (scope.kind === "app" && !nameOf.has(scope.appId))) return [];
      return line("fly token", name, scope.kind === "app" ? nameOf.get(scope.appId) : scope.kind);
    }),
    ...Object.values(postgresClusters)
      .filter(({ status }) => !status.startsWith("delet"))
      .flatMap(({ name, organization, plan, region, diskSizeGb, pgMajorVersion, databases, users }) => [
        ...line("fly cluster", organization, name, plan, region, diskSizeGb, pgMajorVersion),
        ...databases.flatMap((database) => line("fly database", name, database)),
        ...Object.values(users).flatMap((user) => line("fly user", name, user.name, user.role)),
      ]),
  ];
}

function appLines({ name, organization, network, secrets, ipAddresses, certificates, ...more }: App): string[] {
  const { machines, volumes } = more;
  return [
    ...line("fly app", organization, name, network),
    ...Object.values(secrets.entries).flatMap((secret) => line("fly secret", name, secret.name, secret.digest)),
    ...ipAddresses.flatMap(({ type, region }) => line("fly address", name, type, region)),
    ...Object.keys(certificates).flatMap((hostname) => line("fly certificate", name, hostname)),
    ...Object.values(volumes ?? {})
      .filter(({ state }) => state === "created")
      .flatMap((volume) => {
        const { region, sizeGb, snapshotRetention, hasSnapshots } = volume;
        return line("fly volume", name, volume.name, region, sizeGb, hasSnapshots && snapshotRetention);
      }),
    ...Object.values(machines)
      .filter(({ state }) => state !== "destroyed")
      .flatMap(({ secretsVersion, config, lease }) => {
        const upToDate = secretsVersion === secrets.version ? "has the secrets" : "has old secrets";
        return line("fly machine", name, config.image, upToDate, lease ? "leased" : "free");
      }),
  ];
}

function neonLines({ projects }: NeonState): string[] {
  return projects.filter(({ deletedAt }) => !deletedAt).flatMap(projectLines);
}

function projectLines({ project, branches, endpoints, roles, databases, annotations }: ProjectState): string[] {
  const { name, region_id: region, pg_version: postgres, org_id: organization } = project;
  const branchOf = new Map(branches.map((branch) => [branch.id, branch.name]));
  const settings = [project.history_retention_seconds, project.default_endpoint_settings, project.settings];
  return [
    ...line("neon project", organization, name, region, postgres, ...settings),
    ...branches.flatMap(({ id, name: branch, parent_id: parent, protected: kept, expires_at: expires, ...more }) => [
      ...line("neon branch", name, branch, branchOf.get(parent ?? ""), kept, expires, more.default, more.init_source),
      ...line("neon mark", name, branch, annotations[id]?.value),
    ]),
    ...endpoints.flatMap(({ branch_id: branch, type, ...size }) => {
      const { autoscaling_limit_min_cu: min, autoscaling_limit_max_cu: max, suspend_timeout_seconds: suspend } = size;
      return line("neon compute", name, branchOf.get(branch), type, min, max, suspend);
    }),
    ...roles.flatMap((role) => line("neon role", name, branchOf.get(role.branch_id), role.name)),
    ...databases.flatMap((database) => {
      return line("neon database", name, branchOf.get(database.branch_id), database.name, database.owner_name);
    }),
  ];
}

/** Policies of a token: Cloudflare gives each an id of its own at every write. */
function withoutIds(policies: unknown): unknown {
  return Array.isArray(policies) ? policies.map(({ id: _id, ...policy }: Record<string, unknown>) => policy) : policies;
}

function cloudflareLines({ pagesProjects, buckets, tokens, dnsRecords }: CloudflareState): string[] {
  return [
    ...Object.values(pagesProjects).flatMap((project) => [
      ...line("pages project", project.name, project.production_branch, project.build_config),
      ...line("pages source", project.name, connectedBranch(project)),
      ...project.domains.flatMap((domain) => line("pages domain", project.name, domain.name)),
      ...(["preview", "production"] as const).flatMap((slot) =>
        Object.entries(project.deployment_configs[slot].envVars).flatMap(([name, variable]) =>
          line("pages variable", project.name, slot, name, variable),
        ),
      ),
    ]),
    ...Object.entries(buckets).flatMap(([key, { cors, lifecycle, isPublic, customDomains, objects }]) =>
      line("bucket", key, cors, lifecycle, isPublic, Object.keys(customDomains), Object.keys(objects)),
    ),
    ...Object.values(tokens)
      .filter(({ status }) => status === "active")
      .flatMap(({ settings }) => line("cloudflare token", settings["name"] ?? "", withoutIds(settings["policies"]))),
    ...Object.values(dnsRecords).flatMap(({ name, type, content, fields }) => {
      const stable = /^[a-z0-9.-]+$/.test(content) && /[a-z]/.test(content) ? content : "an address";
      return line("record", name, type, stable, fields["proxied"]);
    }),
  ];
}

function connectedBranch({ source }: PagesProject): unknown {
  const config = source?.["config"];
  return config && typeof config === "object" && !Array.isArray(config) ? config["production_branch"] : undefined;
}

function githubLines(github: GithubState | undefined): string[] {
  return (github?.repositories ?? []).flatMap(({ owner, name, environments, deployments, ...repository }) => [
    ...scopeLines(`${owner}/${name}`, repository),
    ...line("deployments", `${owner}/${name}`, deployments.length),
    ...environments.flatMap(({ name: environment, protection, branchPolicies, ...scope }) => [
      ...line("environment", owner, name, environment, protection),
      ...branchPolicies.flatMap((policy) => line("policy", environment, policy.type, policy.name)),
      ...scopeLines(environment, scope),
    ]),
  ]);
}

function scopeLines(place: string, { secrets, variables }: Scope): string[] {
  return [
    ...Object.keys(secrets).flatMap((name) => line("github secret", place, name)),
    ...Object.entries(variables).flatMap(([name, { value }]) => line("github variable", place, name, value)),
  ];
}

function line(...parts: readonly unknown[]): [string] {
  return [parts.map((part) => (typeof part === "string" ? part : (JSON.stringify(part) ?? "-"))).join(" ")];
}

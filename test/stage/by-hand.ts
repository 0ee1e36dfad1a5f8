import { setTimeout } from "node:timers/promises";
import sodium from "libsodium-wrappers";
import type { Blueprint } from "../../src/components/blueprint.ts";
import { known, type Template } from "../../src/config/template.ts";
import { zoneOf } from "../../src/vendors/cloudflare/zone.ts";

/** What points a vendor's own tool at a cloud: `FLY_FLAPS_BASE_URL`, `NEON_API_KEY` and so on. */
export type Variables = { readonly [name: string]: string };

/**
 * Makes by the vendors' own calls what a stack declares, as a person does before there is any program: nothing carries a mark,
 * and every secret has a value that nobody else was told.
 */
export async function makeByHand(blueprint: Blueprint, variables: Variables): Promise<void> {
  const call = callWith(variables);
  await makeDatabases(blueprint, call);
  await makeCloudflare(blueprint, call);
  for (const app of blueprint.apps.filter(isMine)) await makeApp(app, blueprint, call);
  await makePipeline(blueprint, call);
}

export type Call = ReturnType<typeof callWith>;

/** Calls a vendor as a person's own script does: `call("NEON", "GET /projects")`. Throws at a refusal. */
export function callWith(variables: Variables) {
  const tokens = {
    FLY_FLAPS: "FLY_API_TOKEN",
    NEON: "NEON_API_KEY",
    CLOUDFLARE_API: "CLOUDFLARE_API_TOKEN",
    GITHUB: "GITHUB_TOKEN",
  };
  const urls = {
    FLY_FLAPS: `${variables["FLY_FLAPS_BASE_URL"]}/v1`,
    NEON: variables["NEON_API_HOST"],
    CLOUDFLARE_API: variables["CLOUDFLARE_API_BASE_URL"],
    GITHUB: `${variables["GITHUB_BASE_URL"]}api/v3`,
  };
  return async <T = unknown>(cloud: keyof typeof tokens, request: string, body?: unknown): Promise<T> => {
    const [method = "", path = ""] = request.split(" ");
    const response = await fetch(`${urls[cloud]}${path}`, {
      method,
      headers: { authorization: `Bearer ${variables[tokens[cloud]]}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${request}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
}

/** A value of a person's own, by where it stands. */
function nobodyTold(name: string): string {
  return `by-hand-${name}-${crypto.randomUUID()}`;
}

async function makeDatabases({ databases, tier, neon: at }: Blueprint, call: Call): Promise<void> {
  const projects = new Map<string, string>();
  for (const one of databases.filter(isMine)) {
    if (one.in) {
      const below = `POST ${projects.get(one.in.key)}`;
      await call("NEON", `${below}/roles`, { role: { name: one.role } });
      await untilDone(projects.get(one.in.key)?.split("/")[2] ?? "", call);
      await call("NEON", `${below}/databases`, { database: { name: one.database, owner_name: one.role } });
      await untilDone(projects.get(one.in.key)?.split("/")[2] ?? "", call);
      continue;
    }
    const { name, region, postgres, role, database, history, compute } = one;
    if (one.provider === "neon") {
      const sizes = {
        ...(compute.minimum !== undefined && { autoscaling_limit_min_cu: compute.minimum }),
        ...(compute.maximum !== undefined && { autoscaling_limit_max_cu: compute.maximum }),
        ...(typeof compute.suspend === "number" && { suspend_timeout_seconds: compute.suspend }),
      };
      const { project, branch } = await call<{ project: { id: string }; branch: { id: string } }>(
        "NEON",
        "POST /projects",
        {
          project: {
            ...{ name, region_id: region, pg_version: postgres },
            ...(at?.organization !== undefined && { org_id: at.organization }),
            branch: { name: "main", role_name: role, database_name: database },
            ...(history !== undefined && { history_retention_seconds: history }),
            ...(Object.keys(sizes).length > 0 && { default_endpoint_settings: sizes }),
          },
        },
      );
      await untilDone(project.id, call);
      projects.set(one.key, `/projects/${project.id}/branches/${branch.id}`);
      if (tier === "production" && at?.plan !== undefined && at.plan !== "free") {
        await call("NEON", `PATCH /projects/${project.id}/branches/${branch.id}`, { branch: { protected: true } });
      }
    }
    if (one.provider === "fly") {
      const { data } = await call<{ data: { id: string } }>("FLY_FLAPS", "POST /postgres", {
        ...{ name, org_slug: one.organization, region, plan: one.plan, pg_major_version: String(postgres) },
        ...(one.disk !== undefined && { disk_size_gb: one.disk }),
      });
      const cluster = `/postgres/${data.id}`;
      // A person waits until it is ready, too.
      for (let status = ""; status !== "ready"; ) {
        ({ status } = (await call<{ data: { status: string } }>("FLY_FLAPS", `GET ${cluster}`)).data);
        await setTimeout(200);
      }
      await call("FLY_FLAPS", `POST ${cluster}/users`, { username: role, role: "schema_admin" });
      await call("FLY_FLAPS", `POST ${cluster}/databases`, { name: database });
    }
  }
}

async function makeCloudflare({ cloudflare, buckets, sites, repository }: Blueprint, call: Call): Promise<void> {
  const account = `/accounts/${cloudflare?.account}`;
  for (const { name } of buckets.filter(isMine)) await call("CLOUDFLARE_API", `POST ${account}/r2/buckets`, { name });
  for (const site of sites) {
    const { project, productionBranch, build, slot, variables, secrets, connected, compatibility } = site;
    if (isMine(site)) {
      await call("CLOUDFLARE_API", `POST ${account}/pages/projects`, {
        name: project,
        production_branch: productionBranch,
        build_config: {
          ...{ build_command: build.command, destination_dir: build.output, root_dir: build.root },
        },
        ...(connected &&
          repository && {
            source: {
              type: "github",
              config: { owner: repository.owner, repo_name: repository.name, production_branch: productionBranch },
            },
          }),
      });
    }
    if (slot === undefined) continue;
    const plain = entriesOf(variables).map(([name, value]) => [name, { type: "plain_text", value }]);
    const secret = Object.keys(secrets).map((name) => [name, { type: "secret_text", value: nobodyTold(name) }]);
    const { date, flags } = compatibility ?? {};
    await call("CLOUDFLARE_API", `PATCH ${account}/pages/projects/${project}`, {
      deployment_configs: {
        [slot]: {
          env_vars: Object.fromEntries([...plain, ...secret]),
          ...(date !== undefined && { compatibility_date: date, compatibility_flags: flags }),
        },
      },
    });
    if (site.subdomain) for (const domain of site.domains) await makePagesDomain(domain, project, cloudflare, call);
  }
}

async function makePagesDomain(name: string, project: string, at: Blueprint["cloudflare"], call: Call): Promise<void> {
  const path = `/accounts/${at?.account}/pages/projects/${project}`;
  const { result } = await call<{ result: { subdomain: string } }>("CLOUDFLARE_API", `GET ${path}`);
  await call("CLOUDFLARE_API", `POST ${path}/domains`, { name });
  const zone = zoneOf(name, at?.zones ?? {});
  const record = { type: "CNAME", name, content: result.subdomain, ttl: 1, proxied: true };
  if (zone !== undefined) await call("CLOUDFLARE_API", `POST /zones/${zone}/dns_records`, record);
}

async function makeApp(app: Blueprint["apps"][number], { cloudflare }: Blueprint, call: Call): Promise<void> {
  const { name, organization, addresses, secrets, domains } = app;
  await call("FLY_FLAPS", "POST /apps", { name, org_slug: organization });
  const types = [
    ...(addresses.v6 ? ["v6"] : []),
    ...{ none: [], shared: ["shared_v4"], dedicated: ["v4"] }[addresses.v4],
  ];
  for (const type of types) await call("FLY_FLAPS", `POST /apps/${name}/ip_assignments`, { type });
  const values = Object.fromEntries(Object.keys(secrets).map((secret) => [secret, nobodyTold(secret)]));
  if (Object.keys(values).length > 0) await call("FLY_FLAPS", `POST /apps/${name}/secrets`, { values });
  for (const hostname of domains) {
    await call("FLY_FLAPS", `POST /apps/${name}/certificates/acme`, { hostname });
    const zone = zoneOf(hostname, cloudflare?.zones ?? {});
    if (zone !== undefined) await makeRecords(app, hostname, zone, call);
  }
}

/** The records that Fly asks for, as a person copies them from its dashboard. */
async function makeRecords({ name, proxied }: Blueprint["apps"][number], hostname: string, zone: string, call: Call) {
  const { dns_requirements: needs } = await call<{
    dns_requirements: {
      a: string[];
      aaaa: string[];
      acme_challenge: { name: string; target: string };
      ownership: { name: string; app_value: string };
    };
  }>("FLY_FLAPS", `GET /apps/${name}/certificates/${hostname}`);
  const records = [
    ...needs.a.slice(0, 1).map((content) => ({ type: "A", name: hostname, content, proxied })),
    ...needs.aaaa.slice(0, 1).map((content) => ({ type: "AAAA", name: hostname, content, proxied })),
    ...(hostname.startsWith("*.")
      ? [{ type: "CNAME", name: needs.acme_challenge.name, content: needs.acme_challenge.target, proxied: false }]
      : []),
    { type: "TXT", name: needs.ownership.name, content: needs.ownership.app_value, proxied: false },
  ];
  for (const record of records) await call("CLOUDFLARE_API", `POST /zones/${zone}/dns_records`, { ...record, ttl: 1 });
}

async function makePipeline({ pipeline, repository }: Blueprint, call: Call): Promise<void> {
  if (!pipeline || !repository) return;
  const { environment, branches, tags, wait, reviewers, secrets, tokens, variables } = pipeline;
  const below = `/repos/${repository.owner}/${repository.name}/environments/${environment}`;
  const people = (type: string, ids: readonly number[] = []) => ids.map((id) => ({ type, id }));
  const asked = [...people("User", reviewers?.users), ...people("Team", reviewers?.teams)];
  await call("GITHUB", `PUT ${below}`, {
    wait_timer: wait,
    ...(asked.length > 0 && { reviewers: asked, prevent_self_review: reviewers?.preventSelfReview }),
    deployment_branch_policy:
      branches.length + tags.length > 0 ? { protected_branches: false, custom_branch_policies: true } : null,
  });
  for (const name of branches)
    await call("GITHUB", `POST ${below}/deployment-branch-policies`, { name, type: "branch" });
  for (const name of tags) await call("GITHUB", `POST ${below}/deployment-branch-policies`, { name, type: "tag" });
  for (const [name, value] of entriesOf(variables)) await call("GITHUB", `POST ${below}/variables`, { name, value });
  const names = [...Object.keys(secrets), ...Object.keys(tokens)];
  if (names.length === 0) return;
  await sodium.ready;
  const { key, key_id } = await call<{ key: string; key_id: string }>("GITHUB", `GET ${below}/secrets/public-key`);
  for (const name of names) {
    const sealed = sodium.crypto_box_seal(nobodyTold(name), Buffer.from(key, "base64"));
    const body = { encrypted_value: Buffer.from(sealed).toString("base64"), key_id };
    await call("GITHUB", `PUT ${below}/secrets/${name}`, body);
  }
}

/** A person waits until Neon has done what it was asked for: until then it refuses the next change. */
async function untilDone(project: string, call: Call): Promise<void> {
  for (let open = true; open; ) {
    const path = `GET /projects/${project}/operations`;
    const { operations } = await call<{ operations: { status: string }[] }>("NEON", path);
    open = operations.some(({ status }) => status !== "finished");
  }
}

/** Those that are known before anything exists. */
function entriesOf(templates: { readonly [name: string]: Template }): [name: string, value: string][] {
  return Object.entries(templates).flatMap(([name, template]) => {
    const value = known(template);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
}

function isMine({ ownership }: { readonly ownership: { readonly in: string } }): boolean {
  return ownership.in === "stack";
}

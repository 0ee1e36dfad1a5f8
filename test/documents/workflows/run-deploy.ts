import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import type { FlyState } from "../../../sandbox/clouds/fly/entities.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import type { Blueprint } from "../../../src/components/blueprint.ts";
import { renderDocuments } from "../../../src/documents/render.ts";
import { type StartedCloud, startCloud, tokens } from "../../stage/clouds.ts";
import { stubFlyctl } from "../../stage/flyctl/flyctl.ts";
import type { JobContent, WorkflowContent } from "./read-workflow.ts";
import { type Contexts, type JobRun, runJob } from "./run-job.ts";

/** A product's repository with its rendered files, its apps at an emulated Fly, and jobs that run against both. */
export interface Deployed {
  readonly fly: StartedCloud<FlyState>;
  /** Writes files over those of the commit before; answers the new commit. */
  readonly commit: (files: { readonly [path: string]: string }) => string;
  readonly run: (job: JobContent, options?: RunOptions) => Promise<JobRun>;
  /** Image, region and environment of each machine that lasts. */
  readonly machines: (app: string) => { readonly image: string; readonly region: string; readonly env: unknown }[];
}

interface RunOptions {
  /** Commit that `prepare` chose. Default: the newest. */
  readonly sha?: string;
  readonly runId?: string;
  readonly inputs?: object;
  /** Event and ref that the run is about. Default: a push of main. */
  readonly event?: { readonly event_name: string; readonly ref: string };
  /** What `curl` does, as the body of a script. Default: it is answered. */
  readonly curl?: string;
}

export async function deployable(blueprints: ReadonlyMap<string, Blueprint>): Promise<Deployed> {
  const apps = [...blueprints.values()].flatMap(({ apps }) => apps.filter(({ ownership }) => ownership.in === "stack"));
  const organizations = [...new Set(apps.map(({ organization }) => organization))];
  const fly = await startCloud(flyCloud, { flyOrganizations: organizations });
  const flyctl = await stubFlyctl(fly.url);
  const call = async (path: string, body: object): Promise<{ readonly token?: string }> => {
    const headers = { authorization: `Bearer ${tokens.fly}` };
    const answer = await fetch(fly.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { readonly token?: string };
  };
  const deployTokens: { [name: string]: string } = {};
  for (const { name, organization, addresses } of apps) {
    await call("/v1/apps", { name, org_slug: organization });
    if (addresses.v4 === "shared") await call(`/v1/apps/${name}/ip_assignments`, { type: "shared_v4" });
    deployTokens[name] = (await call(`/v1/apps/${name}/deploy_token`, {})).token ?? "";
  }
  const secrets = Object.fromEntries(
    [...blueprints.values()].flatMap(({ pipeline, apps }) =>
      Object.entries(pipeline?.tokens ?? {}).map(([secret, { app }]) => [
        `${pipeline?.environment}/${secret}`,
        deployTokens[apps.find(({ key }) => key === app)?.name ?? ""] ?? "",
      ]),
    ),
  );
  const origin = mkdtempSync(join(tmpdir(), "parity-origin-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], {
      cwd: origin,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet", "--initial-branch", "main");
  const commit: Deployed["commit"] = (files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(origin, path)), { recursive: true });
      writeFileSync(join(origin, path), text);
    }
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", "change");
    return git("rev-parse", "HEAD");
  };
  const documents = renderDocuments(blueprints).filter(({ secret }) => !secret);
  commit(Object.fromEntries(documents.map(({ path, text }) => [path, text])));
  commit(
    Object.fromEntries(apps.map(({ config, dockerfile }) => [dockerfileOf(config, dockerfile), "FROM scratch\n"])),
  );

  return {
    fly,
    commit,
    run: (job, { sha = git("rev-parse", "HEAD"), runId = "1", inputs = {}, event, curl = "true" } = {}) => {
      const environment = (job.environment as { readonly name?: string } | undefined)?.name ?? "";
      const own = Object.entries(secrets).filter(([name]) => name.startsWith(`${environment}/`));
      const contexts: Contexts = {
        github: {
          ...{ run_id: runId, run_attempt: "1", token: "none" },
          ...(event ?? { event_name: "push", ref: "refs/heads/main" }),
        },
        needs: { prepare: { outputs: { sha } } },
        inputs,
        secrets: Object.fromEntries(own.map(([name, value]) => [name.slice(environment.length + 1), value])),
      };
      return runJob(job, contexts, {
        origin,
        commands: { flyctl, curl },
        env: { GITHUB_SHA: sha, GITHUB_EVENT_NAME: "push" },
      });
    },
    machines: (app) =>
      Object.values(fly.state.apps[app]?.machines ?? {})
        .filter(({ state }) => state !== "destroyed" && state !== "destroying")
        .map(({ config, region }) => ({ image: config.image, region, env: config["env"] })),
  };
}

/** Jobs of a workflow that deploy an app, each after those that it waits for. */
export function jobsInOrder({ jobs }: WorkflowContent): [string, JobContent][] {
  const done: [string, JobContent][] = [];
  let left = Object.entries(jobs).filter(([id]) => id.startsWith("deploy-"));
  while (left.length > 0) {
    const waits = ({ needs = [] }: JobContent) => left.some(([id]) => needs.includes(id));
    const ready = left.filter(([, job]) => !waits(job));
    if (ready.length === 0) throw new Error(`${left.map(([id]) => id).join(", ")} wait for each other`);
    done.push(...ready);
    left = left.filter((one) => !ready.includes(one));
  }
  return done;
}

function dockerfileOf(config: string, dockerfile: string | undefined): string {
  return posix.join(posix.dirname(config), dockerfile ?? "Dockerfile");
}

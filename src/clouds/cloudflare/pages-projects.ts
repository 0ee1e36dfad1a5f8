import * as z from "zod";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";

export interface PagesProjectRef {
  readonly accountId: string;
  readonly project: string;
}

/** A connection to a repository. Its members other than the branch are Cloudflare's. */
const source = z.object({
  type: z.string(),
  config: z.looseObject({ production_branch: z.string().optional() }),
});

export type PagesSource = z.infer<typeof source>;

const text = z.string().nullish();

/** The envelope around `pages_Project` of Cloudflare's OpenAPI document, as far as it is read here. */
const project = z.object({
  result: z.object({
    name: z.string(),
    production_branch: text,
    build_config: z.object({ build_command: text, destination_dir: text, root_dir: text }).nullish(),
    source: source.nullish(),
  }),
});

const list = z.object({ result: z.array(z.object({ name: z.string().min(1) })) });

/** As wrangler asks (workers-sdk, packages/wrangler/src/pages/projects.ts): the largest that Cloudflare takes is not documented. */
const PAGE_SIZE = 10;

export interface PagesProjectSettings {
  readonly productionBranch: string;
  /** As the config calls them; what is not set is empty. */
  readonly build: { readonly command: string; readonly output: string; readonly root: string };
  /** Absent for a project that builds are uploaded to. */
  readonly source?: PagesSource;
}

/** Settings of Pages projects: https://developers.cloudflare.com/api/resources/pages/subresources/projects */
export class CloudflarePagesProjects {
  private readonly api: JsonApi;

  constructor(api: JsonApi) {
    this.api = api;
  }

  /** Names of all projects of an account. One that is not listed may have moved to another page meanwhile: `read` tells. */
  async list(accountId: string): Promise<readonly string[]> {
    const names: string[] = [];
    for (let page = 1; ; page++) {
      const { result } = await this.api.request({
        action: `list the Pages projects of account ${accountId}`,
        method: "GET",
        path: projectsPath(accountId),
        query: { page, per_page: PAGE_SIZE },
        answer: list,
      });
      names.push(...result.map(({ name }) => name));
      if (result.length < PAGE_SIZE) return names;
    }
  }

  /** `undefined` when Cloudflare says that there is no such project. */
  async read(ref: PagesProjectRef): Promise<PagesProjectSettings | undefined> {
    const call = {
      action: `read ${describe(ref)}`,
      method: "GET",
      path: pagesProjectPath(ref),
      answer: project,
    } as const;
    const answer = await this.api.requestIfPresent(call);
    if (answer === undefined) return undefined;
    const { production_branch, build_config, source } = answer.result;
    return {
      productionBranch: production_branch ?? "",
      build: {
        command: build_config?.build_command ?? "",
        output: build_config?.destination_dir ?? "",
        root: build_config?.root_dir ?? "",
      },
      ...(source && { source }),
    };
  }

  /**
   * Has another branch of the connected repository built as production. The rest of the connection is sent as it was read: nothing says
   * whether its members are merged. Sending it again does no harm.
   */
  async connectBranch(ref: PagesProjectRef, { type, config }: PagesSource, branch: string): Promise<void> {
    await this.api.request({
      action: `set the production branch of ${describe(ref)}`,
      method: "PATCH",
      path: pagesProjectPath(ref),
      body: { source: { type, config: { ...config, production_branch: branch } } },
      answer: acknowledgement,
    });
  }

  /** With its deployments and variables. Succeeds when the project does not exist. Custom domains are not taken off before. */
  async delete(ref: PagesProjectRef): Promise<void> {
    await this.api.requestIfPresent({
      action: `delete ${describe(ref)}`,
      method: "DELETE",
      path: pagesProjectPath(ref),
      answer: acknowledgement,
    });
  }
}

/** Where the Pages projects of an account are listed. */
function projectsPath(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}/pages/projects`;
}

function describe({ project }: PagesProjectRef): string {
  return `Pages project "${project}"`;
}

/** Where a Pages project answers. */
export function pagesProjectPath({ accountId, project }: PagesProjectRef): string {
  return `${projectsPath(accountId)}/${encodeURIComponent(project)}`;
}

import type { Sandbox } from "./sandbox.ts";

export interface Comment {
  readonly id: number;
  readonly body: string;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly pull_request?: unknown;
}

/** What people do in one repository of the sandbox's GitHub, and what they see there. */
export class Repository {
  private constructor(
    private readonly api: string,
    private readonly token: string,
    readonly name: string,
  ) {}

  static async open(sandbox: Sandbox, name: string): Promise<Repository> {
    const { GITHUB_BASE_URL: base = "", GITHUB_TOKEN: token = "" } = await sandbox.variables();
    return new Repository(`${base}api/v3/repos/${name}`, token, name);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.api + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** Opens a pull request of a branch, `octocat:patch` for one of a fork, and answers its number. */
  async openPull(head: string): Promise<number> {
    const pull = { title: `Change ${head}`, head, base: "main" };
    return (await this.call<{ number: number }>("POST", "/pulls", pull)).number;
  }

  /** Merges it, and answers the commit. */
  async merge(pull: number): Promise<string> {
    return (await this.call<{ sha: string }>("PUT", `/pulls/${pull}/merge`, {})).sha;
  }

  async headOf(pull: number): Promise<string> {
    return (await this.call<{ head: { sha: string } }>("GET", `/pulls/${pull}`)).head.sha;
  }

  comments(pull: number): Promise<Comment[]> {
    return this.all(`/issues/${pull}/comments`);
  }

  async issues(): Promise<Issue[]> {
    const all = await this.all<Issue>("/issues?state=all");
    return all.filter(({ pull_request }) => pull_request === undefined);
  }

  private async all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; ; page += 1) {
      const next = await this.call<T[]>("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=100&page=${page}`);
      found.push(...next);
      if (next.length < 100) return found;
    }
  }
}

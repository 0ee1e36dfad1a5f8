import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { onTestFinished } from "vitest";
import type { Fault } from "../../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../sandbox/clouds/core/store.ts";
import { githubCloud } from "../../../sandbox/clouds/github/index.ts";
import { createGithubClient } from "../../../src/clouds/github/client.ts";

/** The canary: no error text may have it. */
export const token = "ghp_canary0123456789canary0123456789cana";
const repository = { owner: "plyr-fm", repo: "plyr" };

const seed = {
  tokens: { fly: "fly", neon: "neon", cloudflare: "cloudflare", github: token },
  flyOrganizations: [],
  neonOrganizations: [],
  cloudflareAccounts: [],
  cloudflareZones: [],
  githubRepositories: ["plyr-fm/plyr"],
};

export type EmulatedGithub = Awaited<ReturnType<typeof emulateGithub>>;

/** GitHub's API on 127.0.0.1 until the test is over, with the empty repository plyr-fm/plyr. */
export async function emulateGithub() {
  const folder = mkdtempSync(join(tmpdir(), "github-"));
  const store = new Store(githubCloud, join(folder, "github.json"), seed);
  const journal = new Journal(join(folder, "journal.jsonl"));
  const faults: Fault[] = [];
  const { url, server } = await serveCloud({ cloud: githubCloud, store, journal, faults });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const apiUrl = `${url}/api/v3`;
  const [repo] = store.state.repositories;
  if (!repo) throw new Error("nothing was seeded");
  const takeEntries = () => {
    const entries = journal.read();
    journal.clear();
    return entries;
  };

  return {
    url,
    apiUrl,
    faults,
    /** The repository as the emulated GitHub holds it. */
    repo,
    state: store.state,
    clock: store.clock,
    /** Default: the owner's token. `:login` behind it speaks for another account. */
    connect: (given = token, signal?: AbortSignal) => createGithubClient({ token: given, apiUrl, repository, signal }),
    /** What anybody else does with the repository, such as `send("POST", "/issues", …, ":octocat")`. */
    async send<Body>(method: string, path: string, body?: unknown, account = ""): Promise<Body> {
      const response = await fetch(`${apiUrl}/repos/plyr-fm/plyr${path}`, {
        method,
        headers: { authorization: `Bearer ${token}${account}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as Body;
    },
    /** What a run for a pull request uploads: files by name, or the bytes that stand in place of a zip. */
    upload(pull: number, name: string, content: Readonly<Record<string, string>> | Uint8Array): void {
      const files = Object.entries(content).map(([file, text]) => [file, Buffer.from(String(text))] as const);
      const bytes = content instanceof Uint8Array ? content : zipSync(Object.fromEntries(files));
      const zip = Buffer.from(bytes).toString("base64");
      const body = { repository: "plyr-fm/plyr", pull, name, zip };
      const { state, clock, ids } = store;
      const answer = githubCloud.events?.["uploadArtifact"]?.({ body, state, clock, ids });
      if (answer?.status !== 200) throw new Error(JSON.stringify(answer));
    },
    /** Operation names and statuses of what was asked since the last call, such as `createComment 201`; 0 is not an answer. */
    takeCalls: () => takeEntries().map(({ operation, status }) => `${operation.replace("github.", "")} ${status}`),
    takeEntries,
    /** The writes alone. */
    takeWrites: () =>
      takeEntries().flatMap(({ operation, method }) => (method === "GET" ? [] : [operation.replace("github.", "")])),
  };
}

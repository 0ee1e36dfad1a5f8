import { zipSync } from "fflate";
import { githubCloud } from "../../../sandbox/clouds/github/index.ts";
import { createGithubClient } from "../../../src/clouds/github/client.ts";
import { startCloud, tokens } from "../../stage/clouds.ts";

/** The canary: no error text may have it. */
export const token = tokens.github;
const repository = { owner: "plyr-fm", repo: "plyr" };

export type EmulatedGithub = Awaited<ReturnType<typeof emulateGithub>>;

/** GitHub's API on 127.0.0.1 until the test is over, with the empty repository plyr-fm/plyr. */
export async function emulateGithub() {
  const cloud = await startCloud(githubCloud);
  const apiUrl = `${cloud.url}/api/v3`;
  const [repo] = cloud.state.repositories;
  if (!repo) throw new Error("nothing was seeded");

  return {
    ...cloud,
    apiUrl,
    /** The repository as the emulated GitHub holds it. */
    repo,
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
      const answer = cloud.happen("uploadArtifact", { repository: "plyr-fm/plyr", pull, name, zip });
      if (answer?.status !== 200) throw new Error(JSON.stringify(answer));
    },
  };
}

import { z } from "zod";
import type { GithubClient } from "./client.ts";

const repository = z.object({ id: z.number() });

/** The numeric id of a repository, which its environments' secrets are filed under. */
export async function getRepositoryId(github: GithubClient, name: string, signal: AbortSignal): Promise<number> {
  return repository.parse(await github.call("GET", await github.repositoryPath(name, signal), signal)).id;
}

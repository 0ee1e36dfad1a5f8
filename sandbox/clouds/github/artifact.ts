import { z } from "zod";
import type { CloudResponse } from "../core/cloud.ts";
import { answer, nodeId, refuse } from "./answer.ts";
import { headOf } from "./pull.ts";
import { repositoryUrl } from "./repository.ts";
import { digest, type GithubEvent, type GithubRequest, type JsonObject, type Repository } from "./state.ts";

/** What a workflow run has uploaded. */
export interface Artifact {
  id: number;
  name: string;
  /** The zip, base64. */
  zip: string;
  size_in_bytes: number;
  /** `sha256:…` of the zip. */
  digest: string;
  created_at: string;
  expires_at: string;
  run: { id: number; head_branch: string; head_sha: string; head_repository_id: number };
}

/** "By default … retained for 90 days" (GitHub docs, Removing workflow artifacts). */
const retentionSeconds = 90 * 24 * 60 * 60;

const upload = z.object({
  repository: z.string(),
  pull: z.number().int(),
  name: z.string().min(1),
  zip: z.base64(),
});

/**
 * A run for a pull request uploads an artifact, which a run does through the Actions runtime, not through the API. A name may
 * be taken by another run's artifact.
 */
export function uploadArtifact({ body, state, ids, clock }: GithubEvent): CloudResponse {
  const given = upload.safeParse(body);
  if (!given.success) return { status: 422, body: { problems: given.error.issues.map(describeProblem) } };
  const { name, zip } = given.data;
  const repository = state.repositories.find((one) => `${one.owner}/${one.name}` === given.data.repository);
  const pull = repository?.issues.find(({ number }) => number === given.data.pull)?.pull;
  if (!repository || !pull) {
    return { status: 404, body: { problems: [`${given.data.repository} has no pull request ${given.data.pull}`] } };
  }
  const head = headOf(repository, pull);
  const bytes = Buffer.from(zip, "base64");
  const artifact: Artifact = {
    id: ids.number("artifact", 3_900_000_001),
    name,
    zip,
    size_in_bytes: bytes.byteLength,
    digest: `sha256:${digest(bytes)}`,
    created_at: clock.iso(),
    expires_at: clock.iso(retentionSeconds),
    run: {
      id: ids.number("workflow run", 17_000_000_001),
      head_branch: head.ref,
      head_sha: head.sha,
      head_repository_id: head.repositoryId,
    },
  };
  repository.artifacts = [...(repository.artifacts ?? []), artifact];
  return { status: 200, body: { id: artifact.id, name, head_sha: head.sha } };
}

function describeProblem({ path, message }: { readonly path: PropertyKey[]; readonly message: string }): string {
  return `${path.join(".")}: ${message}`;
}

export function describeArtifact(request: GithubRequest, repository: Repository, artifact: Artifact): JsonObject {
  const { zip: _zip, run, ...fields } = artifact;
  const url = `${repositoryUrl(request, repository)}/actions/artifacts/${artifact.id}`;
  return {
    ...fields,
    node_id: nodeId("MA", artifact.id),
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(request, artifact),
    updated_at: artifact.created_at,
    workflow_run: { ...run, repository_id: repository.id },
  };
}

export function isExpired({ clock }: GithubRequest, { expires_at }: Artifact): boolean {
  return clock.epochMs() >= Date.parse(expires_at);
}

/** What opens the blob of an artifact in place of a token. */
export function signatureOf({ id, digest: content }: Artifact): string {
  return digest(`signature of artifact ${id} ${content}`).slice(0, 43);
}

/** The zip at the address that a download leads to, which is another service than the API and knows nothing of its tokens. */
export function answerBlob({ params, query, headers, state }: GithubRequest): CloudResponse {
  // differs: which status GitHub's blob store refuses a token with is not documented.
  if (headers["authorization"] !== undefined) return refuse(400, "InvalidAuthenticationInfo");
  const artifacts = state.repositories.flatMap((repository) => repository.artifacts ?? []);
  const artifact = artifacts.find(({ id }) => String(id) === params["artifact"]);
  if (!artifact || query.get("sig") !== signatureOf(artifact)) return refuse(403, "AuthenticationFailed");
  return answer(200, Buffer.from(artifact.zip, "base64"), { "content-type": "application/zip" });
}

import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { digest } from "../../core/digest.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, nodeId, notFound, refuse, webUrl } from "../answer.ts";
import type { Artifact, GithubEvent, GithubOperation, GithubRequest, Handle, Repository } from "../entities.ts";
import { headOf, withRepository } from "../store.ts";
import { repositoryUrl } from "../views/repository.ts";

const list = "/repos/:owner/:repo/actions/artifacts";
const one = `${list}/:artifact`;

export const artifactOperations: readonly GithubOperation[] = [
  { name: "github.listArtifacts", method: "GET", path: list, handle: withRepository(listArtifacts) },
  {
    name: "github.getArtifact",
    method: "GET",
    path: one,
    handle: withArtifact((artifact, repository, request) =>
      answer(200, describeArtifact(request, repository, artifact)),
    ),
  },
  { name: "github.downloadArtifact", method: "GET", path: `${one}/zip`, handle: withArtifact(redirectToBlob) },
];

/** Not of the API: where a download leads to. */
export const blobOperations: readonly GithubOperation[] = [
  {
    name: "github.readArtifactBlob",
    method: "GET",
    path: "/blobs/artifacts/:artifact",
    authenticated: false,
    handle: answerBlob,
  },
];

function withArtifact(
  handle: (artifact: Artifact, repository: Repository, request: GithubRequest) => CloudResponse,
): Handle {
  return withRepository((repository, request) => {
    const artifact = repository.artifacts?.find(({ id }) => String(id) === param(request, "artifact"));
    return artifact ? handle(artifact, repository, request) : notFound();
  });
}

/** Newest first; `name` is one in full. */
function listArtifacts(repository: Repository, request: GithubRequest): CloudResponse {
  const name = request.query.get("name");
  const found = (repository.artifacts ?? []).filter((artifact) => name === null || artifact.name === name);
  return answerPage(
    request,
    found.toReversed().map((artifact) => describeArtifact(request, repository, artifact)),
    { wrap: (artifacts) => ({ total_count: found.length, artifacts }) },
  );
}

function redirectToBlob(artifact: Artifact, _repository: Repository, request: GithubRequest): CloudResponse {
  if (isExpired(request, artifact)) return refuse(410, "Artifact has expired");
  const location = `${webUrl(request)}/blobs/artifacts/${artifact.id}?sig=${signatureOf(artifact)}`;
  return { status: 302, headers: { location } };
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

function describeArtifact(request: GithubRequest, repository: Repository, artifact: Artifact): JsonObject {
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

function isExpired({ clock }: GithubRequest, { expires_at }: Artifact): boolean {
  return clock.epochMs() >= Date.parse(expires_at);
}

/** What opens the blob of an artifact in place of a token. */
function signatureOf({ id, digest: content }: Artifact): string {
  return digest(`signature of artifact ${id} ${content}`).slice(0, 43);
}

/** The zip at the address that a download leads to, which is another service than the API and knows nothing of its tokens. */
function answerBlob({ params, query, headers, state }: GithubRequest): CloudResponse {
  // differs: which status GitHub's blob store refuses a token with is not documented.
  if (headers["authorization"] !== undefined) return refuse(400, "InvalidAuthenticationInfo");
  const artifacts = state.repositories.flatMap((repository) => repository.artifacts ?? []);
  const artifact = artifacts.find(({ id }) => String(id) === params["artifact"]);
  if (!artifact || query.get("sig") !== signatureOf(artifact)) return refuse(403, "AuthenticationFailed");
  return answer(200, Buffer.from(artifact.zip, "base64"), { "content-type": "application/zip" });
}

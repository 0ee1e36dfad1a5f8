import type { CloudResponse } from "../core/cloud.ts";
import { answer, answerPage, notFound, refuse, webUrl } from "./answer.ts";
import { type Artifact, answerBlob, describeArtifact, isExpired, signatureOf } from "./artifact.ts";
import { withRepository } from "./repository.ts";
import { type GithubOperation, type GithubRequest, type Handle, param, type Repository } from "./state.ts";

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

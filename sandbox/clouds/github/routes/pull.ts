import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { digest } from "../../core/digest.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, notFound, refuse, refuseInvalid } from "../answer.ts";
import type { GithubOperation, GithubRequest, Handle, Issue, Pull, Repository } from "../entities.ts";
import { addIssue, headOf, readLogin, withIssue, withRepository } from "../store.ts";
import { describePull, describeWholePull } from "../views/pull.ts";
import { checkBody } from "./issue.ts";

const list = "/repos/:owner/:repo/pulls";
const one = `${list}/:number`;

const newPull = z.object({
  title: z.string().min(1).max(256),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullable().default(null),
});
const mergeOrder = z.object({ sha: z.string().optional() }).optional();

/** Branches are names only, and merging one is remembered, not done. A pull request is labelled and closed as an issue. */
export const pullOperations: readonly GithubOperation[] = [
  { name: "github.listPulls", method: "GET", path: list, handle: withRepository(listPulls) },
  { name: "github.createPull", method: "POST", path: list, handle: withRepository(createPull) },
  {
    name: "github.getPull",
    method: "GET",
    path: one,
    handle: withPull((pull, issue, repository, request) =>
      answer(200, describeWholePull(request, repository, issue, pull)),
    ),
  },
  { name: "github.mergePull", method: "PUT", path: `${one}/merge`, handle: withPull(mergePull) },
  {
    name: "github.listCommitPulls",
    method: "GET",
    path: "/repos/:owner/:repo/commits/:sha/pulls",
    handle: withRepository(listCommitPulls),
  },
];

function withPull(
  handle: (pull: Pull, issue: Issue, repository: Repository, request: GithubRequest) => CloudResponse,
): Handle {
  return withIssue((issue, repository, request) =>
    issue.pull ? handle(issue.pull, issue, repository, request) : notFound(),
  );
}

/** Newest first, or `direction=asc`; `state` is `open` by default, `head` is `owner:branch`. */
function listPulls(repository: Repository, request: GithubRequest): CloudResponse {
  const state = request.query.get("state") ?? "open";
  const head = request.query.get("head");
  return answerPulls(repository, request, (pull, issue) => {
    const { owner, ref } = headOf(repository, pull);
    return (state === "all" || issue.state === state) && (head === null || `${owner}:${ref}` === head);
  });
}

/** The one whose merge made the commit, and all that have it as their head, which is in no default branch. */
function listCommitPulls(repository: Repository, request: GithubRequest): CloudResponse {
  const sha = param(request, "sha");
  return answerPulls(repository, request, (pull) => pull.merged?.sha === sha || headOf(repository, pull).sha === sha);
}

function answerPulls(
  repository: Repository,
  request: GithubRequest,
  isDesired: (pull: Pull, issue: Issue) => boolean,
): CloudResponse {
  const found = repository.issues.flatMap((issue) =>
    issue.pull && isDesired(issue.pull, issue) ? [{ issue, pull: issue.pull }] : [],
  );
  const ordered = request.query.get("direction") === "asc" ? found : found.toReversed();
  return answerPage(
    request,
    ordered.map(({ issue, pull }) => describePull(request, repository, issue, pull)),
  );
}

function createPull(repository: Repository, request: GithubRequest): CloudResponse {
  const body = newPull.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. title, head and base are required.");
  const { title, head, base } = body.data;
  const refusal = checkBody("PullRequest", body.data.body);
  if (refusal) return refusal;
  const isOpen = (issue: Issue): boolean =>
    issue.state === "open" && issue.pull?.head === head && issue.pull.base === base;
  if (repository.issues.some(isOpen)) {
    const message = `A pull request already exists for ${head.includes(":") ? head : `${repository.owner}:${head}`}.`;
    return refuseInvalid("PullRequest", "head", "custom", message);
  }
  const pull = { head, base };
  const issue = addIssue(repository, request, { title, body: body.data.body, labels: [], pull });
  return answer(201, describeWholePull(request, repository, issue, pull));
}

function mergePull(pull: Pull, issue: Issue, repository: Repository, request: GithubRequest): CloudResponse {
  const order = mergeOrder.safeParse(request.body);
  if (!order.success) return refuse(422, "Validation Failed");
  if (issue.state === "closed") return refuse(405, "Pull Request is not mergeable");
  const desired = order.data?.sha;
  if (desired !== undefined && desired !== headOf(repository, pull).sha) {
    return refuse(409, "Head branch was modified. Review and try the merge again.");
  }
  const at = request.clock.iso();
  const sha = digest(`merge of pull request ${issue.number} of ${repository.owner}/${repository.name}`).slice(0, 40);
  pull.merged = { at, by: readLogin(request), sha };
  Object.assign(issue, { state: "closed", closed_at: at, updated_at: at });
  return answer(200, { sha, merged: true, message: "Pull Request successfully merged" });
}

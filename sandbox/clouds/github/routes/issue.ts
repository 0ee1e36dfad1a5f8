import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, refuse, refuseInvalid } from "../answer.ts";
import type { GithubOperation, GithubRequest, Issue, Repository } from "../entities.ts";
import { addIssue, findLabel, withIssue, withRepository } from "../store.ts";
import { describeIssue, describeLabels } from "../views/issue.ts";
import { ensureLabels } from "./label.ts";

const list = "/repos/:owner/:repo/issues";
const one = `${list}/:number`;

const labelName = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const newIssue = z.object({
  title: z.union([z.string().min(1).max(256), z.number().transform(String)]),
  body: z.string().nullable().default(null),
  labels: z.array(labelName).default([]),
});
const changedIssue = z
  .object({
    title: z.string().min(1).max(256),
    body: z.string().nullable(),
    labels: z.array(labelName),
    state: z.enum(["open", "closed"]),
    state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullable(),
  })
  .partial();
/** Labels come as a list or as an object around it. */
const labelNames = z.union([z.array(labelName), z.object({ labels: z.array(labelName) }).transform((o) => o.labels)]);

export const issueOperations: readonly GithubOperation[] = [
  { name: "github.listIssues", method: "GET", path: list, handle: withRepository(listIssues) },
  { name: "github.createIssue", method: "POST", path: list, handle: withRepository(createIssue) },
  {
    name: "github.getIssue",
    method: "GET",
    path: one,
    handle: withIssue((issue, repository, request) => answer(200, describeIssue(request, repository, issue))),
  },
  { name: "github.updateIssue", method: "PATCH", path: one, handle: withIssue(updateIssue) },
  {
    name: "github.listIssueLabels",
    method: "GET",
    path: `${one}/labels`,
    handle: withIssue((issue, repository, request) => answerPage(request, describeLabels(request, repository, issue))),
  },
  {
    name: "github.addIssueLabels",
    method: "POST",
    path: `${one}/labels`,
    handle: withIssue((issue, repository, request) => changeLabels(issue, repository, request, issue.labels)),
  },
  {
    name: "github.setIssueLabels",
    method: "PUT",
    path: `${one}/labels`,
    handle: withIssue((issue, repository, request) => changeLabels(issue, repository, request, [])),
  },
  {
    name: "github.removeIssueLabel",
    method: "DELETE",
    path: `${one}/labels/:label`,
    handle: withIssue((issue, repository, request) => {
      const label = findLabel(repository, param(request, "label"));
      if (!label || !issue.labels.includes(label.id)) return refuse(404, "Label does not exist");
      issue.labels = issue.labels.filter((id) => id !== label.id);
      return answer(200, describeLabels(request, repository, issue));
    }),
  },
];

/** Issues and pull requests, newest first; `state` is `open` by default, `labels` are all asked for at once. */
function listIssues(repository: Repository, request: GithubRequest): CloudResponse {
  const { query } = request;
  const state = query.get("state") ?? "open";
  const labels = (query.get("labels") ?? "").split(",").filter(Boolean);
  const desired = labels.map((name) => findLabel(repository, name)?.id);
  const found = repository.issues
    .filter((issue) => state === "all" || issue.state === state)
    .filter((issue) => desired.every((id) => id !== undefined && issue.labels.includes(id)));
  const ordered = query.get("direction") === "asc" ? found : found.toReversed();
  return answerPage(
    request,
    ordered.map((issue) => describeIssue(request, repository, issue)),
  );
}

function createIssue(repository: Repository, request: GithubRequest): CloudResponse {
  const body = newIssue.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. title is required.");
  const refusal = checkBody("Issue", body.data.body);
  if (refusal) return refusal;
  const labels = ensureLabels(repository, body.data.labels, request);
  const issue = addIssue(repository, request, { ...body.data, labels, pull: null });
  return answer(201, describeIssue(request, repository, issue));
}

function updateIssue(issue: Issue, repository: Repository, request: GithubRequest): CloudResponse {
  const change = changedIssue.safeParse(request.body);
  if (!change.success) return refuse(422, "Validation Failed");
  const { labels, state = issue.state, state_reason, ...texts } = change.data;
  const refusal = checkBody("Issue", texts.body ?? null);
  if (refusal) return refusal;
  const now = request.clock.iso();
  Object.assign(issue, texts, { updated_at: now });
  if (labels) issue.labels = ensureLabels(repository, labels, request);
  if (state !== issue.state) {
    issue.state = state;
    issue.closed_at = state === "closed" ? now : null;
    issue.state_reason = state_reason ?? (state === "closed" ? "completed" : "reopened");
  }
  return answer(200, describeIssue(request, repository, issue));
}

function changeLabels(issue: Issue, repository: Repository, request: GithubRequest, kept: number[]): CloudResponse {
  const names = labelNames.safeParse(request.body);
  if (!names.success) return refuse(422, "Invalid request. labels are required.");
  issue.labels = [...new Set([...kept, ...ensureLabels(repository, names.data, request)])];
  return answer(200, describeLabels(request, repository, issue));
}

/** 65,536 characters, for the body of an issue and of a comment. */
export function checkBody(resource: string, body: string | null): CloudResponse | undefined {
  if (body === null || body.length <= 65_536) return undefined;
  return refuseInvalid(resource, "body", "custom", "body is too long (maximum is 65536 characters)");
}

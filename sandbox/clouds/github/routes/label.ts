import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, notFound, refuse, refuseInvalid } from "../answer.ts";
import type { GithubOperation, GithubRequest, Label, Repository } from "../entities.ts";
import { findLabel, withRepository } from "../store.ts";
import { describeLabel } from "../views/issue.ts";

const list = "/repos/:owner/:repo/labels";
const newLabel = z.object({
  name: z.string().min(1).max(50),
  color: z
    .string()
    .regex(/^[0-9a-f]{6}$/i)
    .default("ededed"),
  description: z.string().max(100).nullable().default(null),
});

/** The labels of a repository; which of them an issue carries is said at the issue. */
export const labelOperations: readonly GithubOperation[] = [
  {
    name: "github.listLabels",
    method: "GET",
    path: list,
    handle: withRepository((repository, request) =>
      answerPage(
        request,
        repository.labels.map((label) => describeLabel(request, repository, label)),
      ),
    ),
  },
  { name: "github.createLabel", method: "POST", path: list, handle: withRepository(createLabel) },
  {
    name: "github.getLabel",
    method: "GET",
    path: `${list}/:label`,
    handle: withRepository((repository, request) => {
      const label = findLabel(repository, param(request, "label"));
      return label ? answer(200, describeLabel(request, repository, label)) : notFound();
    }),
  },
  {
    name: "github.deleteLabel",
    method: "DELETE",
    path: `${list}/:label`,
    handle: withRepository((repository, request) => {
      const label = findLabel(repository, param(request, "label"));
      if (!label) return notFound();
      repository.labels = repository.labels.filter(({ id }) => id !== label.id);
      for (const issue of repository.issues) issue.labels = issue.labels.filter((id) => id !== label.id);
      return answer(204);
    }),
  },
];

/** Ids of the labels with these names. A name that is new becomes a label, as with an issue that is given one. */
export function ensureLabels(repository: Repository, names: readonly string[], request: GithubRequest): number[] {
  const ids = names.map((name) => (findLabel(repository, name) ?? addLabel(repository, { name }, request)).id);
  return [...new Set(ids)];
}

function createLabel(repository: Repository, request: GithubRequest): CloudResponse {
  const body = newLabel.safeParse(request.body);
  if (!body.success) return refuse(422, "Validation Failed");
  if (findLabel(repository, body.data.name)) return refuseInvalid("Label", "name", "already_exists");
  return answer(201, describeLabel(request, repository, addLabel(repository, body.data, request)));
}

function addLabel(repository: Repository, fields: z.input<typeof newLabel>, { ids }: GithubRequest): Label {
  const label = { id: ids.number("label", 208_000_001), ...newLabel.parse(fields) };
  repository.labels.push(label);
  return label;
}

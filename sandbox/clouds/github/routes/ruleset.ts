import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, nodeId, notFound, refuse, webUrl } from "../answer.ts";
import type { GithubOperation, GithubRequest, Handle, Repository, Ruleset } from "../entities.ts";
import { withRepository } from "../store.ts";
import { repositoryUrl } from "../views/repository.ts";

const list = "/repos/:owner/:repo/rulesets";
const one = `${list}/:ruleset`;

/** What a person may state of one; of a PUT, what is left out stays (both bodies in GitHub's OpenAPI document). */
const stated = z.object({
  name: z.string().min(1),
  target: z.enum(["branch", "tag", "push"]).optional(),
  enforcement: z.enum(["disabled", "active", "evaluate"]),
  bypass_actors: z.array(z.looseObject({ actor_type: z.string() })).optional(),
  conditions: z.looseObject({}).optional(),
  rules: z.array(z.looseObject({ type: z.string() })).optional(),
});

export const rulesetOperations: readonly GithubOperation[] = [
  {
    name: "github.listRulesets",
    method: "GET",
    path: list,
    handle: withRepository((repository, request) =>
      answerPage(
        request,
        rulesetsOf(repository).map((ruleset) => summarize(request, repository, ruleset)),
      ),
    ),
  },
  {
    name: "github.createRuleset",
    method: "POST",
    path: list,
    handle: withRepository((repository, request) => {
      const body = stated.safeParse(request.body);
      if (!body.success) return refuseStated(body.error);
      const now = request.clock.iso();
      const ruleset: Ruleset = {
        id: request.ids.number("ruleset", 4_200_001),
        fields: { target: "branch", bypass_actors: [], rules: [], ...(body.data as JsonObject) },
        created_at: now,
        updated_at: now,
      };
      rulesetsOf(repository).push(ruleset);
      return answer(201, describe(request, repository, ruleset));
    }),
  },
  {
    name: "github.getRuleset",
    method: "GET",
    path: one,
    handle: withRuleset((ruleset, repository, request) => answer(200, describe(request, repository, ruleset))),
  },
  {
    name: "github.updateRuleset",
    method: "PUT",
    path: one,
    handle: withRuleset((ruleset, repository, request) => {
      const body = stated.partial().safeParse(request.body);
      if (!body.success) return refuseStated(body.error);
      Object.assign(ruleset.fields, body.data);
      ruleset.updated_at = request.clock.iso();
      return answer(200, describe(request, repository, ruleset));
    }),
  },
];

function rulesetsOf(repository: Repository): Ruleset[] {
  repository.rulesets ??= [];
  return repository.rulesets;
}

function withRuleset(
  handle: (ruleset: Ruleset, repository: Repository, request: GithubRequest) => CloudResponse,
): Handle {
  return withRepository((repository, request) => {
    const ruleset = rulesetsOf(repository).find(({ id }) => String(id) === param(request, "ruleset"));
    return ruleset ? handle(ruleset, repository, request) : notFound();
  });
}

function refuseStated({ issues: [issue] }: z.ZodError): CloudResponse {
  return refuse(422, `Invalid request. ${issue?.path.join(".")} ${issue?.message}`);
}

/** In a list, without rules, conditions and who may pass them by. */
function summarize(request: GithubRequest, repository: Repository, { id, fields, ...times }: Ruleset): JsonObject {
  const { name, target, enforcement } = fields;
  return {
    id,
    name: name ?? null,
    target: target ?? null,
    source_type: "Repository",
    source: `${repository.owner}/${repository.name}`,
    enforcement: enforcement ?? null,
    node_id: nodeId("RRS", id),
    _links: {
      self: { href: `${repositoryUrl(request, repository)}/rulesets/${id}` },
      html: { href: `${webUrl(request)}/${repository.owner}/${repository.name}/rules/${id}` },
    },
    ...times,
  };
}

function describe(request: GithubRequest, repository: Repository, ruleset: Ruleset): JsonObject {
  return { ...summarize(request, repository, ruleset), ...ruleset.fields, current_user_can_bypass: "never" };
}

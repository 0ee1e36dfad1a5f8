import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, notFound, refuse, refuseInvalid } from "../answer.ts";
import type { GithubOperation, GithubRequest, Scope } from "../entities.ts";
import { withScope } from "../store.ts";
import { checkName, maxValueBytes } from "./named-value.ts";

const newVariable = z.object({ name: z.string(), value: z.string() });
const changedVariable = newVariable.partial();

export const variableOperations: readonly GithubOperation[] = [
  ...operationsUnder("/repos/:owner/:repo/environments/:environment/variables", "Environment"),
  ...operationsUnder("/repos/:owner/:repo/actions/variables", "Repository"),
];

function operationsUnder(list: string, kind: "Environment" | "Repository"): GithubOperation[] {
  const one = `${list}/:variable`;
  return [
    {
      name: `github.list${kind}Variables`,
      method: "GET",
      path: list,
      handle: withScope(({ variables }, request) => {
        const all = Object.entries(variables).map(([name, variable]) => ({ name, ...variable }));
        const wrap = (shown: readonly unknown[]) => ({ total_count: all.length, variables: shown });
        return answerPage(request, all, { size: 10, wrap });
      }),
    },
    { name: `github.create${kind}Variable`, method: "POST", path: list, handle: withScope(createVariable) },
    {
      name: `github.get${kind}Variable`,
      method: "GET",
      path: one,
      handle: withScope(({ variables }, request) => {
        const variable = variables[nameOf(request)];
        return variable ? answer(200, { name: nameOf(request), ...variable }) : notFound();
      }),
    },
    { name: `github.update${kind}Variable`, method: "PATCH", path: one, handle: withScope(updateVariable) },
    {
      name: `github.delete${kind}Variable`,
      method: "DELETE",
      path: one,
      handle: withScope(({ variables }, request) => {
        if (!variables[nameOf(request)]) return notFound();
        delete variables[nameOf(request)];
        return answer(204);
      }),
    },
  ];
}

function nameOf(request: GithubRequest): string {
  return param(request, "variable").toUpperCase();
}

/** Unlike a secret, a variable is not created and overwritten by one call. */
function createVariable({ variables }: Scope, request: GithubRequest): CloudResponse {
  const body = newVariable.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. name and value are required.");
  const name = body.data.name.toUpperCase();
  const { value } = body.data;
  const refusal = checkName("Variable", name) ?? checkValue(value);
  if (refusal) return refusal;
  if (variables[name]) return refuse(409, "Already exists - Variable already exists");
  const now = request.clock.iso();
  variables[name] = { value, created_at: now, updated_at: now };
  return answer(201, {});
}

function updateVariable({ variables }: Scope, request: GithubRequest): CloudResponse {
  const before = variables[nameOf(request)];
  if (!before) return notFound();
  const body = changedVariable.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. name and value are texts.");
  const name = (body.data.name ?? nameOf(request)).toUpperCase();
  const value = body.data.value ?? before.value;
  const refusal = checkName("Variable", name) ?? checkValue(value);
  if (refusal) return refusal;
  delete variables[nameOf(request)];
  variables[name] = { ...before, value, updated_at: request.clock.iso() };
  return answer(204);
}

function checkValue(value: string): CloudResponse | undefined {
  if (value === "") return refuseInvalid("Variable", "value", "missing_field");
  return Buffer.byteLength(value) > maxValueBytes ? refuseInvalid("Variable", "value", "too_large") : undefined;
}

import { z } from "zod";
import type { CloudResponse } from "../../core/cloud.ts";
import { digest } from "../../core/digest.ts";
import { param } from "../../core/router.ts";
import { answer, answerPage, notFound, refuse, refuseInvalid } from "../answer.ts";
import type { GithubOperation, GithubRequest, Scope } from "../entities.ts";
import { describePublicKey, openSealedBox } from "../sealed-box.ts";
import { withScope } from "../store.ts";
import { checkName, maxValueBytes } from "./named-value.ts";

const sealedSecret = z.object({ encrypted_value: z.base64().min(1), key_id: z.string() });

/**
 * Environment secrets have two addresses over one store: the one that is documented, and the one by the repository's number
 * that go-github calls.
 */
export const secretOperations: readonly GithubOperation[] = [
  ...operationsUnder("/repositories/:id/environments/:environment/secrets", "Environment"),
  ...operationsUnder("/repos/:owner/:repo/environments/:environment/secrets", "Environment"),
  ...operationsUnder("/repos/:owner/:repo/actions/secrets", "Repository"),
];

function operationsUnder(list: string, kind: "Environment" | "Repository"): GithubOperation[] {
  const one = `${list}/:secret`;
  return [
    {
      name: `github.get${kind}PublicKey`,
      method: "GET",
      path: `${list}/public-key`,
      handle: withScope(({ privateKey }) => answer(200, describePublicKey(privateKey))),
    },
    {
      name: `github.list${kind}Secrets`,
      method: "GET",
      path: list,
      handle: withScope((scope, request) => {
        const secrets = Object.keys(scope.secrets).map((name) => describeSecret(scope, name));
        const wrap = (shown: readonly unknown[]) => ({ total_count: secrets.length, secrets: shown });
        return answerPage(request, secrets, { wrap });
      }),
    },
    {
      name: `github.get${kind}Secret`,
      method: "GET",
      path: one,
      handle: withScope((scope, request) => {
        const secret = describeSecret(scope, nameOf(request));
        return secret ? answer(200, secret) : notFound();
      }),
    },
    { name: `github.put${kind}Secret`, method: "PUT", path: one, handle: withScope(putSecret) },
    {
      name: `github.delete${kind}Secret`,
      method: "DELETE",
      path: one,
      handle: withScope(({ secrets }, request) => {
        if (!secrets[nameOf(request)]) return notFound();
        delete secrets[nameOf(request)];
        return answer(204);
      }),
    },
  ];
}

function nameOf(request: GithubRequest): string {
  return param(request, "secret").toUpperCase();
}

/** Creates or overwrites. The value is really opened, so a client that seals for the wrong key fails here too. */
function putSecret(scope: Scope, request: GithubRequest): CloudResponse {
  const name = nameOf(request);
  const refusal = checkName("Secret", name);
  if (refusal) return refusal;
  const body = sealedSecret.safeParse(request.body);
  if (!body.success) return refuse(422, "Invalid request. encrypted_value (base64) and key_id are required.");
  if (body.data.key_id !== describePublicKey(scope.privateKey).key_id) {
    return refuseInvalid("Secret", "key_id", "invalid", "It is not the id of this scope's public key.");
  }
  const value = openSealedBox(scope.privateKey, body.data.encrypted_value);
  if (!value) return refuseInvalid("Secret", "encrypted_value", "invalid", "It was not sealed for this public key.");
  if (value.length > maxValueBytes) return refuseInvalid("Secret", "encrypted_value", "too_large");
  const now = request.clock.iso();
  const before = scope.secrets[name];
  scope.secrets[name] = { sha256: digest(value), created_at: before?.created_at ?? now, updated_at: now };
  return before ? answer(204) : answer(201, {});
}

/** A secret is write-only: name and times, which move with a PUT and with nothing else. */
function describeSecret({ secrets }: Scope, name: string): object | undefined {
  const secret = secrets[name];
  return secret && { name, created_at: secret.created_at, updated_at: secret.updated_at };
}

import type { CloudResponse } from "../core/cloud.ts";
import { notFound, refuseInvalid } from "./answer.ts";
import { findEnvironment } from "./environment.ts";
import { withRepository } from "./repository.ts";
import type { GithubRequest, Handle } from "./state.ts";

/** What holds Actions secrets and variables: a repository or one of its environments. */
export interface Scope {
  /** X25519 private key, 32 bytes, base64: the cloud's own, to open what was sealed for it. */
  privateKey: string;
  /** By upper-case name. */
  secrets: { [name: string]: { sha256: string; created_at: string; updated_at: string } };
  /** By upper-case name. */
  variables: { [name: string]: { value: string; created_at: string; updated_at: string } };
}

/** Runs `handle` with the environment the path names or, where it names none, with the repository. */
export function withScope(handle: (scope: Scope, request: GithubRequest) => CloudResponse): Handle {
  return withRepository((repository, request) => {
    const { environment } = request.params;
    if (environment === undefined) return handle(repository, request);
    const scope = findEnvironment(repository, environment);
    return scope ? handle(scope, request) : notFound();
  });
}

/** 48 KB, for a secret and for a variable (GitHub docs, Secrets reference and Variables reference). */
export const maxValueBytes = 48 * 1024;

/** Answers what is wrong with the name of a secret or variable (GitHub docs, Secrets reference), if anything. */
export function checkName(resource: string, name: string): CloudResponse | undefined {
  if (/^[a-z_][a-z0-9_]*$/i.test(name) && !/^github_/i.test(name)) return undefined;
  const why = "Names take letters, digits and underscores, do not start with a digit and not with GITHUB_.";
  return refuseInvalid(resource, "name", "invalid", why);
}

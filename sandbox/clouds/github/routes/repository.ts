import { answer } from "../answer.ts";
import type { GithubOperation } from "../entities.ts";
import { withRepository } from "../store.ts";
import { describeRepository } from "../views/repository.ts";

export const repositoryOperations: readonly GithubOperation[] = [
  {
    name: "github.getRepository",
    method: "GET",
    path: "/repos/:owner/:repo",
    handle: withRepository((repository, request) => answer(200, describeRepository(request, repository))),
  },
];

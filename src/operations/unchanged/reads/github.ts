import { type Held, type Read, type ReadsOf, segment, UnknownState } from "./read.ts";

function read(held: Held, ...below: string[]): Read {
  const { owner } = held.settings;
  if (typeof owner !== "string" || owner === "") throw new UnknownState(`${held.urn} has no owner`);
  const environment = ["environments", segment(held, "environment"), ...below];
  return {
    vendor: "github",
    path: ["", "repos", encodeURIComponent(owner), segment(held, "repository"), ...environment].join("/"),
  };
}

/** https://docs.github.com/rest/deployments and …/rest/actions */
export const githubReads: { readonly [type: string]: ReadsOf } = {
  "github:index/repositoryEnvironment:RepositoryEnvironment": (held) => [read(held)],
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": (held) => [
    read(held, "deployment-branch-policies", encodeURIComponent(held.id.split(":").at(-1) ?? "")),
  ],
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": (held) => [
    read(held, "variables", segment(held, "variableName")),
  ],
  "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": (held) => [
    read(held, "secrets", segment(held, "secretName")),
  ],
};

import { storedName } from "../../components/pipeline/limits.ts";
import type { Sources } from "./sources.ts";

/** Ids, in the form of an import, of what exists under the names that the inputs give; `undefined` while these are not known. */
export type Finder = (
  inputs: Readonly<Record<string, unknown>>,
  sources: Sources,
) => Promise<readonly string[] | undefined>;

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Of the official packages' types: those whose import was tried with the real plugins, or is documented in their registry. */
export const officialFinders: { readonly [type: string]: Finder } = {
  "cloudflare:index/r2Bucket:R2Bucket": async ({ accountId, name, jurisdiction }, { clouds }) => {
    const place = [text(accountId), text(name), text(jurisdiction) || "default"] as const;
    return (await (await clouds.cloudflare()).inventory.hasBucket(...place)) ? [place.join("/")] : [];
  },
  "cloudflare:index/pagesProject:PagesProject": async ({ accountId, name }, { clouds }) => {
    const ref = { accountId: text(accountId), project: text(name), slot: "production" } as const;
    const found = await (await clouds.cloudflare()).pages.readSlot(ref);
    return found ? [`${ref.accountId}/${ref.project}`] : [];
  },
  "cloudflare:index/pagesDomain:PagesDomain": async ({ accountId, projectName, name }, { clouds }) => {
    const { pages, inventory } = await clouds.cloudflare();
    const [account, project, domain] = [text(accountId), text(projectName), text(name)];
    if (!(await pages.readSlot({ accountId: account, project, slot: "production" }))) return [];
    return (await inventory.hasDomain(account, project, domain)) ? [[account, project, domain].join("/")] : [];
  },
  "cloudflare:index/dnsRecord:DnsRecord": async ({ zoneId, name, type }, { clouds }) => {
    if (text(zoneId) === "" || text(name) === "") return undefined;
    const ids = await (await clouds.cloudflare()).inventory.findRecords(text(zoneId), text(name), text(type));
    return ids.map((id) => `${text(zoneId)}/${id}`);
  },
  "github:index/repositoryEnvironment:RepositoryEnvironment": async ({ repository, environment }, { github }) =>
    (await github?.deploymentPolicies.list(text(environment))) ? [`${text(repository)}:${text(environment)}`] : [],
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": async (
    inputs,
    { github },
  ) => {
    const [repository, environment] = [text(inputs["repository"]), text(inputs["environment"])];
    const [type, pattern] =
      inputs["tagPattern"] === undefined ? ["branch", inputs["branchPattern"]] : ["tag", inputs["tagPattern"]];
    const policies = (await github?.deploymentPolicies.list(environment)) ?? [];
    const same = policies.filter((policy) => policy.type === type && policy.pattern === pattern);
    return same.map(({ id }) => `${repository}:${environment}:${id}`);
  },
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": async (inputs, { github }) => {
    const [repository, environment] = [text(inputs["repository"]), text(inputs["environment"])];
    const name = storedName(text(inputs["variableName"]));
    const names = (await github?.environmentValues.variables(environment)) ?? [];
    return names.includes(name) ? [`${repository}:${environment}:${name}`] : [];
  },
};

import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { Blueprint, SiteBlueprint } from "../config/blueprint.ts";
import { zoneOf } from "../vendors/cloudflare/zone.ts";
import { PagesVariables } from "./resources.ts";
import type { Values } from "./values.ts";

/**
 * A Pages project, when this stack owns it, and this environment's slot of it. The project is declared without
 * variables: preview and production variables are one resource at Cloudflare, and two stacks declaring it would
 * overwrite each other. Each stack owns the variables of its own slot.
 */
export class Site extends pulumi.ComponentResource {
  constructor(site: SiteBlueprint, blueprint: Blueprint, accountId: string, values: Values, parent: pulumi.Resource) {
    super("parity:environment:Site", site.key, {}, { parent });
    const project = site.home.in === "stack" ? this.declareProject(site, blueprint, accountId) : undefined;
    if (project) values.set(`sites.${site.key}.subdomain`, project.subdomain);
    if (site.slot) this.declareSlot(site, site.slot, accountId, values, project);
    for (const domain of site.domains) this.declareDomain(domain, site, blueprint, accountId, values, project);
  }

  private declareProject(site: SiteBlueprint, { repository, protect }: Blueprint, accountId: string) {
    const { key, project, productionBranch, build, connected } = site;
    const source = connected &&
      repository && {
        type: "github",
        config: {
          owner: repository.owner,
          repoName: repository.name,
          productionBranch,
          productionDeploymentsEnabled: true,
          previewDeploymentSetting: "all",
          prCommentsEnabled: true,
        },
      };
    return new cloudflare.PagesProject(
      key,
      {
        accountId,
        name: project,
        productionBranch,
        buildConfig: {
          ...(build.command !== undefined && { buildCommand: build.command }),
          ...(build.output !== undefined && { destinationDir: build.output }),
          ...(build.root !== undefined && { rootDir: build.root }),
        },
        ...(source && { source }),
      },
      // Variables set in a slot would make every preview after a refresh show a change of the project, and ids that
      // Cloudflare adds to `source` likewise; the connection to a repository cannot be changed at Cloudflare anyway.
      { parent: this, protect, ignoreChanges: ["deploymentConfigs", "source"] },
    );
  }

  private declareSlot(
    { key, project, slot, variables, secrets }: SiteBlueprint,
    own: NonNullable<SiteBlueprint["slot"]>,
    accountId: string,
    values: Values,
    declared: pulumi.Resource | undefined,
  ): void {
    if (slot === undefined || Object.keys(variables).length + Object.keys(secrets).length === 0) return;
    new PagesVariables(
      key,
      { accountId, project, slot: own, plain: values.fillAll(variables), secret: values.fillAll(secrets) },
      { parent: this, ...(declared && { dependsOn: [declared] }) },
    );
  }

  /** A CNAME at the apex is flattened by Cloudflare; made through the API, the record does not come by itself. */
  private declareDomain(
    domain: string,
    site: SiteBlueprint,
    blueprint: Blueprint,
    accountId: string,
    values: Values,
    declared: pulumi.Resource | undefined,
  ): void {
    const zoneId = zoneOf(domain, blueprint.cloudflare?.zones ?? {});
    if (!site.subdomain || zoneId === undefined) return;
    const pages = new cloudflare.PagesDomain(
      domain,
      { accountId, projectName: site.project, name: domain },
      { parent: this, ...(declared && { dependsOn: [declared] }) },
    );
    new cloudflare.DnsRecord(
      domain,
      { zoneId, name: domain, type: "CNAME", content: values.fill(site.subdomain), ttl: 1, proxied: true },
      { parent: this, dependsOn: [pages] },
    );
  }
}

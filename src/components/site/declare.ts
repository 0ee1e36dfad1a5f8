import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { PagesDomain } from "@pulumi/cloudflare/pagesDomain.js";
import { PagesProject } from "@pulumi/cloudflare/pagesProject.js";
import * as pulumi from "@pulumi/pulumi";
import { without } from "../../config/template.ts";
import { PagesCompatibility, PagesProductionBranch, PagesVariables } from "../../provider/resources.ts";
import { zoneOf } from "../../vendors/cloudflare/zone.ts";
import type { Blueprint } from "../blueprint.ts";
import type { Declared, Made, Surroundings, Values } from "../declaration.ts";
import type { SiteBlueprint } from "./resolve.ts";

/**
 * A Pages project, when this stack owns it, and this environment's slot of it. The project is declared without
 * variables: preview and production variables are one resource at Cloudflare, and two stacks declaring it would
 * overwrite each other. Each stack owns the variables of its own slot. A connected project has its production branch in two
 * places, of which the project itself changes one.
 */
export class Site extends pulumi.ComponentResource implements Declared {
  readonly made: Made;
  readonly #site: SiteBlueprint;
  readonly #blueprint: Blueprint;
  readonly #project: PagesProject | undefined;

  constructor(site: SiteBlueprint, { blueprint, opts }: Surroundings) {
    super("parity:environment:Site", site.key, {}, opts);
    this.#site = site;
    this.#blueprint = blueprint;
    this.#project = site.ownership.in === "stack" ? this.#declareProject() : undefined;
    this.made = this.#project ? { subdomain: this.#project.subdomain } : {};
  }

  connect(values: Values): void {
    const { key, project, slot, variables, secrets, kept, domains, subdomain, productionBranch } = this.#site;
    const { compatibility } = this.#site;
    const opts = { parent: this, ...(this.#project && { dependsOn: [this.#project] }) };
    if (slot && Object.keys(variables).length + Object.keys(secrets).length > 0) {
      const named = { accountId: this.#accountId, project, slot };
      const set = { plain: values.fillAll(variables), secret: values.fillAll(without(secrets, kept)) };
      new PagesVariables(key, { ...named, ...set, ...(kept.length > 0 && { kept: [...kept] }) }, opts);
    }
    if (slot && compatibility) {
      new PagesCompatibility(key, { accountId: this.#accountId, project, slot, ...compatibility }, opts);
    }
    if (this.#project && this.#isConnected) {
      new PagesProductionBranch(key, { accountId: this.#accountId, project, branch: productionBranch }, opts);
    }
    if (subdomain) for (const domain of domains) this.#declareDomain(domain, values.fill(subdomain), opts);
  }

  get #accountId(): string {
    return this.#blueprint.cloudflare?.account ?? "";
  }

  get #isConnected(): boolean {
    return this.#site.connected && this.#blueprint.repository !== undefined;
  }

  #declareProject() {
    const { repository } = this.#blueprint;
    const { key, project, productionBranch, build } = this.#site;
    const source = this.#isConnected &&
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
    return new PagesProject(
      key,
      {
        accountId: this.#accountId,
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
      // Cloudflare adds to `source` likewise. Its repository cannot be changed at Cloudflare; its branch is a resource of ours.
      { parent: this, ignoreChanges: ["deploymentConfigs", "source"] },
    );
  }

  /** A CNAME at the apex is flattened by Cloudflare; a domain made through the API comes without its record. */
  #declareDomain(domain: string, content: pulumi.Input<string>, opts: pulumi.CustomResourceOptions): void {
    const zoneId = zoneOf(domain, this.#blueprint.cloudflare?.zones ?? {});
    if (zoneId === undefined) return;
    const named = { accountId: this.#accountId, projectName: this.#site.project, name: domain };
    const pages = new PagesDomain(domain, named, opts);
    new DnsRecord(
      domain,
      { zoneId, name: domain, type: "CNAME", content, ttl: 1, proxied: true },
      { parent: this, dependsOn: [pages] },
    );
  }
}

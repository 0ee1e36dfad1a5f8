import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { AppBlueprint, Blueprint } from "../config/blueprint.ts";
import { zoneOf } from "../vendors/cloudflare/zone.ts";
import { FlyApp, FlyCertificate, FlyDeployToken, FlyIpAddress, FlySecrets } from "./resources.ts";
import type { Values } from "./values.ts";

/** One Fly app with its addresses, secrets, domains and the token that may deploy it. Its machines are flyctl's. */
export class App extends pulumi.ComponentResource {
  /** What the pipeline deploys this app with; may touch this app only. */
  readonly deployToken: pulumi.Output<string>;

  constructor(app: AppBlueprint, blueprint: Blueprint, values: Values, parent: pulumi.Resource) {
    const { key, name, organization, addresses, secrets, rollout } = app;
    super("parity:environment:App", key, {}, { parent });
    const fly = new FlyApp(key, { name, organization }, { parent: this, protect: blueprint.protect });
    const own = { parent: this, dependsOn: [fly], deletedWith: fly };

    const ips: pulumi.Resource[] = [];
    if (addresses.v6) ips.push(new FlyIpAddress(`${key}-v6`, { app: name, type: "v6" }, own));
    if (addresses.v4 !== "none") {
      const type = addresses.v4 === "shared" ? "shared_v4" : "v4";
      ips.push(new FlyIpAddress(`${key}-v4`, { app: name, type }, own));
    }
    if (Object.keys(secrets).length > 0) {
      new FlySecrets(key, { app: name, values: values.fillAll(secrets), rollout }, own);
    }
    for (const domain of app.domains) this.declareDomain(domain, app, blueprint, { ...own, dependsOn: [fly, ...ips] });
    const { project, stack } = blueprint;
    this.deployToken = new FlyDeployToken(key, { app: name, name: `${project}-${stack}-${key}` }, own).token;
  }

  /**
   * A certificate, and the DNS records it asks for in the domain's Cloudflare zone: addresses, and the TXT record that
   * proves ownership while Cloudflare's proxy hides them (fly.io/docs/networking/custom-domain).
   */
  private declareDomain(
    domain: string,
    { name, proxied, addresses }: AppBlueprint,
    { cloudflare: account }: Blueprint,
    opts: pulumi.CustomResourceOptions,
  ): void {
    const zoneId = zoneOf(domain, account?.zones ?? {});
    const certificate = new FlyCertificate(domain, { app: name, hostname: domain }, opts);
    if (zoneId === undefined) return;
    const record = (
      suffix: string,
      type: string,
      at: pulumi.Input<string>,
      content: pulumi.Input<string>,
      hidden: boolean,
    ) =>
      new cloudflare.DnsRecord(
        `${domain}-${suffix}`,
        { zoneId, name: at, type, content, ttl: 1, proxied: hidden },
        { parent: this, dependsOn: [certificate] },
      );
    const first = (list: pulumi.Output<string[]>) => list.apply(([one = ""]) => one);
    if (addresses.v4 !== "none") record("a", "A", domain, first(certificate.a), proxied);
    if (addresses.v6) record("aaaa", "AAAA", domain, first(certificate.aaaa), proxied);
    record("ownership", "TXT", certificate.ownershipName, certificate.ownershipValue, false);
  }
}

import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { FlyApp, FlyCertificate, FlyDeployToken, FlyIpAddress, FlySecrets } from "../../provider/resources.ts";
import { zoneOf } from "../../vendors/cloudflare/zone.ts";
import type { Blueprint } from "../blueprint.ts";
import type { Declared, Made, Surroundings, Values } from "../declaration.ts";
import type { AppBlueprint } from "./resolve.ts";

/** One Fly app with its addresses, secrets, domains and the token that may deploy it. Its machines are flyctl's. */
export class App extends pulumi.ComponentResource implements Declared {
  readonly made: Made;
  readonly #app: AppBlueprint;
  /** What everything of the app hangs on, and goes with. */
  readonly #own: pulumi.CustomResourceOptions;

  constructor(app: AppBlueprint, { blueprint, opts }: Surroundings) {
    const { key, name, organization, addresses } = app;
    super("parity:environment:App", key, {}, opts);
    this.#app = app;
    const fly = new FlyApp(key, { name, organization }, { parent: this });
    const own = { parent: this, dependsOn: [fly], deletedWith: fly };
    this.#own = own;

    const ips: pulumi.Resource[] = [];
    if (addresses.v6) ips.push(new FlyIpAddress(`${key}-v6`, { app: name, type: "v6" }, own));
    if (addresses.v4 !== "none") {
      const type = addresses.v4 === "shared" ? "shared_v4" : "v4";
      ips.push(new FlyIpAddress(`${key}-v4`, { app: name, type }, own));
    }
    for (const domain of app.domains) this.#declareDomain(domain, blueprint, { ...own, dependsOn: [fly, ...ips] });
    const { project, stack } = blueprint;
    const token = new FlyDeployToken(key, { app: name, name: `${project}-${stack}-${key}` }, own);
    this.made = { deployToken: token.token };
  }

  connect(values: Values): void {
    const { key, name, secrets, rollout } = this.#app;
    if (Object.keys(secrets).length === 0) return;
    new FlySecrets(key, { app: name, values: values.fillAll(secrets), rollout }, this.#own);
  }

  /**
   * A certificate, and the DNS records it asks for in the domain's Cloudflare zone: addresses, and the TXT record that
   * proves ownership while Cloudflare's proxy hides them (fly.io/docs/networking/custom-domain).
   */
  #declareDomain(domain: string, { cloudflare: account }: Blueprint, opts: pulumi.CustomResourceOptions): void {
    const { name, proxied, addresses } = this.#app;
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

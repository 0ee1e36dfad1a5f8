import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import * as pulumi from "@pulumi/pulumi";
import { without } from "../../config/template.ts";
import {
  FlyApp,
  FlyCertificate,
  FlyDeployToken,
  FlyIpAddress,
  FlySecrets,
  FlyVolume,
} from "../../provider/resources.ts";
import { zoneOf } from "../../vendors/cloudflare/zone.ts";
import { bareDomain, isWildcard } from "../../vendors/domain.ts";
import type { Blueprint } from "../blueprint.ts";
import type { Declared, Made, Surroundings, Values } from "../declaration.ts";
import { deployTokenPath, type Round, roundsOf } from "../rotation.ts";
import { groupNamed } from "./groups.ts";
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

    const address = (version: "v4" | "v6", type: "v4" | "shared_v4" | "v6") =>
      new FlyIpAddress(`${key}-${version}`, { app: name, type }, own);
    const v4 = addresses.v4 === "none" ? undefined : address("v4", addresses.v4 === "shared" ? "shared_v4" : "v4");
    const v6 = addresses.v6 ? address("v6", "v6") : undefined;
    // Fly tells what a certificate needs by the addresses that the app has.
    const addressed = { ...own, dependsOn: [fly, v4, v6].filter((one) => one !== undefined) };
    this.#declareVolumes(fly);
    for (const domain of app.domains)
      this.#declareDomain(domain, blueprint, { v4: v4?.address, v6: v6?.address }, addressed);
    this.made = takesNoToken(key, blueprint) ? {} : { deployToken: this.#declareToken(blueprint) };
  }

  /** One for each machine that mounts it. Those of one region are made one after the other: Fly gives them nothing to tell them apart by. */
  #declareVolumes(fly: pulumi.Resource): void {
    const own = this.#own;
    const { key, name: app, volumes, groups } = this.#app;
    for (const [name, { size, snapshots, process }] of Object.entries(volumes)) {
      for (const [region, count] of Object.entries(groupNamed(process, groups)?.regions ?? {})) {
        let before: pulumi.Resource[] = [];
        for (let slot = 1; slot <= count; slot++) {
          const opts = { ...own, dependsOn: [fly, ...before] };
          const inputs = { app, name, region, slot, size, snapshots };
          before = [new FlyVolume(`${key}-${name}-${region}-${slot}`, inputs, opts)];
        }
      }
    }
  }

  /** The token that is handed on; while it is being rotated, the one before it too. */
  #declareToken(blueprint: Blueprint): pulumi.Output<string> {
    const { key, name } = this.#app;
    const { project, stack } = blueprint;
    const declare = ({ named, number }: Round) => {
      const args = { app: name, name: `${project}-${stack}-${key}`, ...(number > 0 && { generation: 1 + number }) };
      return new FlyDeployToken(named(key), args, this.#own).token;
    };
    const { current, previous } = roundsOf(deployTokenPath(key), blueprint);
    if (previous) declare(previous);
    return declare(current);
  }

  connect(values: Values): void {
    const { key, name, secrets, kept, rollout } = this.#app;
    if (Object.keys(secrets).length === 0) return;
    const set = { values: values.fillAll(without(secrets, kept)), ...(kept.length > 0 && { kept: [...kept] }) };
    new FlySecrets(key, { app: name, ...set, rollout }, this.#own);
  }

  /**
   * A certificate, and the DNS records it asks for in the domain's Cloudflare zone: addresses, the TXT record that
   * proves ownership while Cloudflare's proxy hides them, and for a wildcard the CNAME by which alone Let's Encrypt issues one
   * (fly.io/docs/networking/custom-domain, "DNS-01"). Those two are for other servers to read, so they are never proxied. A wildcard
   * and its bare domain have one TXT record. A record follows its address: of one that is replaced, the old is released once the
   * record has moved.
   */
  #declareDomain(
    domain: string,
    { cloudflare: account }: Blueprint,
    { v4, v6 }: { readonly [version in "v4" | "v6"]: pulumi.Output<string> | undefined },
    opts: pulumi.CustomResourceOptions,
  ): void {
    const { name, proxied, domains } = this.#app;
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
      new DnsRecord(
        `${domain}-${suffix}`,
        { zoneId, name: at, type, content, ttl: 1, proxied: hidden },
        { parent: this, dependsOn: [certificate] },
      );
    if (v4) record("a", "A", domain, v4, proxied);
    if (v6) record("aaaa", "AAAA", domain, v6, proxied);
    if (isWildcard(domain)) {
      record("challenge", "CNAME", certificate.acmeChallengeName, certificate.acmeChallengeTarget, false);
      if (domains.includes(bareDomain(domain))) return;
    }
    record("ownership", "TXT", certificate.ownershipName, certificate.ownershipValue, false);
  }
}

/**
 * The pipeline goes on with the token that it has: another one would be of use to nobody. The workflow of pull requests makes
 * its own, for an hour.
 */
function takesNoToken(app: string, { pipeline, tier }: Blueprint): boolean {
  const names = Object.entries(pipeline?.tokens ?? {}).flatMap(([name, token]) => (token.app === app ? [name] : []));
  return tier === "review" || names.some((name) => pipeline?.kept.includes(name));
}

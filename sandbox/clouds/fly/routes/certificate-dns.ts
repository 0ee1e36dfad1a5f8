import { digest } from "../../core/digest.ts";
import type { App, Certificate, CertificateValidation, DnsRecord, FlyState } from "../entities.ts";
import { organizationOf } from "../store.ts";
import { cnameTarget } from "./apps.ts";

/** The records that the owner of the hostname has to make (fly.io/docs/networking/custom-domain). */
export function dnsRequirements(state: FlyState, app: App, { hostname, challengeLabel }: Certificate) {
  const addresses = (...types: string[]) => app.ipAddresses.filter(({ type }) => types.includes(type));
  return {
    a: addresses("v4", "shared_v4").map(({ ip }) => ip),
    aaaa: addresses("v6").map(({ ip }) => ip),
    cname: cnameTarget(app),
    acme_challenge: {
      name: `_acme-challenge.${hostname.replace("*.", "")}`,
      target: `${hostname.replace("*.", "")}.${challengeLabel}.flydns.net`,
    },
    ownership: {
      name: ownershipName(hostname),
      app_value: `app-${app.cnameLabel}`,
      org_value: `org-${digest(organizationOf(state, app).id).slice(0, 6)}`,
    },
  };
}

export function ownershipName(hostname: string): string {
  return `_fly-ownership.${hostname.replace("*.", "")}`;
}

export function findDnsRecords(state: FlyState, name: string, type: DnsRecord["type"]): string[] {
  return state.dns.filter((record) => record.name === name && record.type === type).map(({ value }) => value);
}

/**
 * What the public DNS allows. Let's Encrypt must reach the app or find the challenge record, a wildcard the latter only;
 * and of AAAA, challenge and ownership record one must show that the hostname is the app's.
 */
export function validateDns(state: FlyState, app: App, certificate: Certificate) {
  const { a, aaaa, cname, acme_challenge, ownership } = dnsRequirements(state, app, certificate);
  const has = (type: DnsRecord["type"], name: string, ...desired: string[]) =>
    findDnsRecords(state, name, type).some((value) => value.split(";").some((one) => desired.includes(one)));
  const { hostname } = certificate;
  const isAlias = has("CNAME", hostname, cname);
  const isAddressed = isAlias || has("A", hostname, ...a) || has("AAAA", hostname, ...aaaa);
  const isChallenged = has("CNAME", acme_challenge.name, acme_challenge.target);
  const hasOwnershipText = has("TXT", ownership.name, ownership.app_value, ownership.org_value);
  const hasIpv6 = has("AAAA", hostname, ...aaaa) || (isAlias && aaaa.length > 0);
  const validation: CertificateValidation = {
    dns_configured: isChallenged,
    alpn_configured: hasIpv6,
    http_configured: isAddressed,
    ownership_txt_configured: hasOwnershipText,
  };
  const canIssue = isChallenged || (isAddressed && !hostname.startsWith("*."));
  const isOwned = hasIpv6 || isChallenged || hasOwnershipText;
  const status: Certificate["status"] = !canIssue ? "pending_validation" : isOwned ? "active" : "pending_ownership";
  return { status, validation };
}

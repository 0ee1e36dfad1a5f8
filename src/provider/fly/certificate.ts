import { z } from "zod";
import { isStatus } from "../../clouds/call/cloud-error.ts";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyCertificate } from "../../clouds/fly/certificates.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import { defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import type { Clouds } from "../clouds.ts";
import { findExpiry, findInactive } from "../health.ts";
import { parseChildId } from "./child-id.ts";
import { requireGone, requireShown } from "./presence.ts";

const inputs = z.object({
  app: z.string().describe("Name of the app. Changing it replaces the certificate."),
  hostname: z
    .string()
    .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, {
      error: "must be a host name in lower case, such as api.example.com or *.example.com.",
    })
    .describe("Host name that the app answers to. Changing it replaces the certificate."),
});

const outputs = z.object({
  a: z.array(z.string()).describe("IPv4 addresses for an A record. Declare the app's addresses first."),
  aaaa: z.array(z.string()).describe("IPv6 addresses for an AAAA record."),
  cname: z
    .string()
    .describe("Target of a CNAME record, instead of A and AAAA on a subdomain. Empty when there is none."),
  acmeChallengeName: z.string().describe("Name of a CNAME record that proves the domain before traffic moves."),
  acmeChallengeTarget: z.string().describe("Target of that record."),
  ownershipName: z
    .string()
    .describe("Name of a TXT record that proves the domain behind a proxy such as Cloudflare's."),
  ownershipValue: z.string().describe("Value of that record."),
  status: z.string().describe("`active` once DNS is right and the certificate is issued; `pending_…` before."),
  expiresAt: z.string().default("").describe("RFC 3339; Fly renews it before. Empty while none is issued."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

/**
 * A host name of a Fly app and its certificate from Let's Encrypt. Its id is `<app>/<hostname>`. It is ready at once and
 * never waits for the certificate, which comes after the DNS records that only these outputs can tell.
 */
export const certificateDefinition = defineResource<Clouds>()({
  token: "parity:fly:Certificate",
  description: "A host name of a Fly app, with a certificate from Let's Encrypt.",
  inputs,
  outputs,
  health: ({ properties: { app = "", hostname = "", status, expiresAt }, now }) => {
    const commands = [line`fly certs check ${hostname} --app ${app}`];
    const records = { fix: "make the DNS records that Fly asks for", commands };
    const renewal = { fix: "see why Fly has not renewed it, which it does a month before the end", commands };
    return [
      ...findInactive("Fly has not issued it", status, records),
      ...findExpiry("The certificate", expiresAt, now, renewal),
    ];
  },

  async find({ clouds, inputs: { app, hostname } }) {
    if (app === undefined || hostname === undefined) return [];
    return (await (await clouds.fly()).certificates.find(app, hostname)) ? [`${app}/${hostname}`] : [];
  },

  async create({ clouds, inputs, context: { signal } }) {
    const fly = await clouds.fly();
    await requestOrFind(fly, inputs);
    const certificate = await requireShown({ ...describe(inputs), signal }, () => find(fly, inputs));
    return { id: `${inputs.app}/${inputs.hostname}`, inputs, outputs: toOutputs(certificate) };
  },

  async read({ clouds, id }) {
    const { parent: app, child: hostname } = parseChildId(id, "<app>/<hostname>");
    const certificate = await find(await clouds.fly(), { app, hostname });
    return certificate && { id, inputs: { app, hostname }, outputs: toOutputs(certificate) };
  },

  async delete({ clouds, before: { inputs }, context: { signal } }) {
    const fly = await clouds.fly();
    await fly.certificates.delete(inputs.app, inputs.hostname);
    await requireGone({ ...describe(inputs), signal }, () => find(fly, inputs));
  },
});

function find({ certificates }: FlyClient, { app, hostname }: Inputs): Promise<FlyCertificate | undefined> {
  return certificates.find(app, hostname);
}

function describe({ app, hostname }: Inputs) {
  return { what: `hostname ${hostname} of app "${app}"`, command: line`fly certs list -a ${app}` };
}

async function requestOrFind(fly: FlyClient, inputs: Inputs): Promise<void> {
  const { app, hostname } = inputs;
  try {
    await createOnce({ create: () => fly.certificates.request(app, hostname), find: () => find(fly, inputs) });
  } catch (error) {
    if (!isStatus(error, 409, 422)) throw error;
    // Nothing is lost by taking over a host name that this app has already: these inputs are all it holds.
    if (await find(fly, inputs)) return;
    throw error.withFix(`if another app has ${hostname}, remove it there first`);
  }
}

function toOutputs({ status, dns_requirements: dns, certificates }: FlyCertificate): Outputs {
  const issued = (certificates ?? []).filter((one) => one.status === "active").flatMap((one) => one.expires_at ?? []);
  return {
    a: [...(dns?.a ?? [])],
    aaaa: [...(dns?.aaaa ?? [])],
    cname: dns?.cname ?? "",
    acmeChallengeName: dns?.acme_challenge?.name ?? "",
    acmeChallengeTarget: dns?.acme_challenge?.target ?? "",
    ownershipName: dns?.ownership?.name ?? "",
    ownershipValue: dns?.ownership?.app_value ?? "",
    status,
    // The host name works until the last of them has expired.
    expiresAt: issued.sort().at(-1) ?? "",
  };
}

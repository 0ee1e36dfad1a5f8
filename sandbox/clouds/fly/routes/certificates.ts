import { z } from "zod";
import type { App, Certificate, CertificateValidation, DnsRecord, FlyOperation, FlyRequest } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { LAG } from "../lag.ts";
import { readBody } from "../request-body.ts";
import { findLiveApp, lookUp } from "../store.ts";
import { dnsRequirements, findDnsRecords, ownershipName, validateDns } from "./certificate-dns.ts";

const UNCHECKED: CertificateValidation = {
  dns_configured: false,
  alpn_configured: false,
  http_configured: false,
  ownership_txt_configured: false,
};
const DAYS_VALID = 90;

const requestBody = z.object({ hostname: z.string() });

export const certificates: FlyOperation[] = [
  { name: "fly.listCertificates", method: "GET", path: "/v1/apps/:app/certificates", handle: listCertificates },
  { name: "fly.requestCertificate", method: "POST", path: "/v1/apps/:app/certificates/acme", handle: requestAcme },
  { name: "fly.readCertificate", method: "GET", path: "/v1/apps/:app/certificates/:hostname", handle: readCertificate },
  {
    name: "fly.checkCertificate",
    method: "POST",
    path: "/v1/apps/:app/certificates/:hostname/check",
    handle: checkCertificate,
  },
  {
    name: "fly.deleteCertificate",
    method: "DELETE",
    path: "/v1/apps/:app/certificates/:hostname",
    handle: (request) => {
      const { app, certificate } = findCertificate(request);
      delete app.certificates[certificate.hostname];
      return { status: 204 };
    },
  },
];

/** Answers at once: the certificate itself comes when the DNS is right and was checked. */
function requestAcme(request: FlyRequest) {
  const { state, ids, clock } = request;
  const app = findLiveApp(request);
  const hostname = readBody(request, requestBody).hostname.toLowerCase();
  if (!/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/.test(hostname))
    throw new Refusal(422, `Validation failed: Hostname ${hostname} is invalid`);
  if (Object.values(state.apps).some((one) => one.certificates[hostname]))
    throw new Refusal(422, "Validation failed: Hostname has already been taken");
  const certificate: Certificate = {
    hostname,
    challengeLabel: ids.slug("certificate", 5),
    createdAt: clock.iso(),
    updatedAt: clock.iso(),
    status: "pending_validation",
    validation: UNCHECKED,
  };
  app.certificates[hostname] = certificate;
  return { status: 201, body: describeCertificate(request, app, certificate) };
}

function readCertificate(request: FlyRequest) {
  const { app, certificate } = findCertificate(request);
  awaitIssue(request, certificate);
  return { status: 200, body: describeCertificate(request, app, certificate) };
}

function checkCertificate(request: FlyRequest) {
  const { app, certificate } = findCertificate(request);
  const { hostname } = certificate;
  const { status, validation } = validateDns(request.state, app, certificate);
  certificate.validation = validation;
  certificate.updatedAt = request.clock.iso();
  if (certificate.status !== "active") {
    if (status !== "active") certificate.status = status;
    else if (certificate.readsUntilIssued === undefined) certificate.readsUntilIssued = LAG.certificateIssue;
    else awaitIssue(request, certificate);
  }
  const values = (type: DnsRecord["type"], name = hostname) => findDnsRecords(request.state, name, type);
  const records = {
    a: values("A"),
    aaaa: values("AAAA"),
    cname: values("CNAME"),
    resolved_addresses: [...values("A"), ...values("AAAA")],
    soa: "",
    acme_challenge_cname: values("CNAME", `_acme-challenge.${hostname.replace("*.", "")}`).join(""),
    ownership_txt: values("TXT", ownershipName(hostname)).join(";"),
  };
  return { status: 200, body: { ...describeCertificate(request, app, certificate), dns_records: records } };
}

function listCertificates(request: FlyRequest) {
  const { query } = request;
  const app = findLiveApp(request);
  const limit = Math.min(Number(query.get("limit") ?? 25), 500);
  const filter = query.get("filter") ?? "";
  const found = Object.values(app.certificates).filter(({ hostname }) => hostname.includes(filter));
  const from = Number(query.get("cursor") ?? 0);
  const page = found.slice(from, from + limit);
  const next = from + limit < found.length ? String(from + limit) : "";
  const body = { certificates: page.map(summarizeCertificate), next_cursor: next, total_count: found.length };
  return { status: 200, body };
}

function findCertificate(request: FlyRequest): { app: App; certificate: Certificate } {
  const app = findLiveApp(request);
  const certificate = lookUp(app.certificates, request.params["hostname"]?.toLowerCase());
  if (!certificate) throw new Refusal(404, "certificate not found");
  return { app, certificate };
}

function awaitIssue({ clock }: FlyRequest, certificate: Certificate): void {
  if (certificate.readsUntilIssued === undefined) return;
  certificate.readsUntilIssued -= 1;
  if (certificate.readsUntilIssued >= 0) return;
  delete certificate.readsUntilIssued;
  certificate.status = "active";
  certificate.issuedAt = clock.iso();
}

function describeCertificate(request: FlyRequest, app: App, certificate: Certificate) {
  const { hostname, status, validation, issuedAt } = certificate;
  const expiresAt = new Date(Date.parse(issuedAt ?? certificate.createdAt) + DAYS_VALID * 86_400_000)
    .toISOString()
    .replace(".000Z", "Z");
  const issued = ["rsa", "ecdsa"].map((type) => ({
    type,
    expires_at: expiresAt,
    certificate_authority: "lets_encrypt",
  }));
  const entry = {
    source: "fly",
    status: "active",
    created_at: issuedAt,
    expires_at: expiresAt,
    issuer: "Let's Encrypt",
    issued,
  };
  return {
    hostname,
    configured: status === "active",
    acme_requested: true,
    status,
    dns_provider: "",
    rate_limited_until: null,
    certificates: issuedAt === undefined ? [] : [entry],
    validation,
    dns_requirements: dnsRequirements(request.state, app, certificate),
    validation_errors: [],
  };
}

function summarizeCertificate({ hostname, status, validation, createdAt, updatedAt, issuedAt }: Certificate) {
  return {
    hostname,
    status,
    configured: status === "active",
    acme_requested: true,
    acme_dns_configured: validation.dns_configured,
    acme_alpn_configured: validation.alpn_configured,
    acme_http_configured: validation.http_configured,
    ownership_txt_configured: validation.ownership_txt_configured,
    has_fly_certificate: issuedAt !== undefined,
    has_custom_certificate: false,
    dns_provider: "",
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import type { CloudflareRequest, CloudflareState, DnsRecord, Zone } from "../entities.ts";
import { refuse } from "../envelope.ts";
import { findRecords } from "../store.ts";

const hostTypes = ["A", "AAAA", "CNAME"];
const contentTypes = [...hostTypes, "MX", "NS", "OPENPGPKEY", "PTR", "TXT"];
const dataTypes = [
  "CAA",
  "CERT",
  "DNSKEY",
  "DS",
  "HTTPS",
  "LOC",
  "NAPTR",
  "SMIMEA",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "URI",
];

/** The body of a create or update call. */
export const recordSettings = z.object({
  name: z.string().toLowerCase().min(1).max(255),
  type: z.enum([...contentTypes, ...dataTypes]),
  content: z.string().default(""),
  ttl: z.number().int(),
  proxied: z.boolean().default(false),
  priority: z.number().optional(),
  data: z.record(z.string(), z.json()).optional(),
  private_routing: z.boolean().optional(),
  comment: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  settings: z.record(z.string(), z.json()).default({}),
});
type RecordSettings = z.infer<typeof recordSettings>;
type DesiredRecord = Pick<DnsRecord, "name" | "type" | "content" | "fields">;

/** Adds a record that was checked before. */
export function addRecord(request: CloudflareRequest, zone: Zone, settings: z.input<typeof recordSettings>): DnsRecord {
  const now = request.clock.iso();
  const id = request.ids.hex("dns record", 32);
  const record = {
    id,
    zone: zone.id,
    ...toRecord(recordSettings.parse(settings), zone),
    created_on: now,
    modified_on: now,
  };
  request.state.dnsRecords[id] = record;
  return record;
}

/** The record a body asks for. A proxied one has the automatic TTL whatever it asks (DNS docs, Time to live). */
export function toRecord(settings: RecordSettings, zone: Zone): DesiredRecord {
  const { name, type, content, comment, ...rest } = settings;
  const isQualified = name === zone.name || name.endsWith(`.${zone.name}`);
  const ttl = settings.proxied ? 1 : settings.ttl;
  const fields = JSON.parse(JSON.stringify({ ...rest, ttl, ...(comment && { comment }) })) as JsonObject;
  return { name: isQualified ? name : name === "@" ? zone.name : `${name}.${zone.name}`, type, content, fields };
}

/** Answers what stands against the record, if anything; `self` is the id of the one that is being changed. */
export function checkRecord(state: CloudflareState, record: DesiredRecord, self?: string): CloudResponse | undefined {
  const { name, type, content, fields } = record;
  if (type === "A" && !isIPv4(content)) return refuse(400, 9005, "Content for A record must be a valid IPv4 address.");
  if (type === "AAAA" && !isIPv6(content)) {
    return refuse(400, 9006, "Content for AAAA record must be a valid IPv6 address.");
  }
  if (contentTypes.includes(type) ? content === "" : fields["data"] === undefined) {
    return refuse(400, 9000, `A ${type} record needs its content or data.`);
  }
  const ttl = Number(fields["ttl"]);
  if (ttl !== 1 && (ttl < 30 || ttl > 86400)) return refuse(400, 9021, "Invalid TTL.");
  const others = findRecords(state, name).filter(({ id }) => id !== self);
  const has = (types: string[]): boolean => others.some((other) => types.includes(other.type));
  if (type === "CNAME" && has(hostTypes)) {
    return refuse(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
  }
  if (hostTypes.includes(type) && has(["CNAME"])) {
    return refuse(400, 81054, "A CNAME record with that host already exists.");
  }
  const isSame = (other: DnsRecord): boolean =>
    other.type === type &&
    other.content === content &&
    JSON.stringify(other.fields["data"]) === JSON.stringify(fields["data"]);
  return others.some(isSame) ? refuse(400, 81058, "An identical record already exists.") : undefined;
}

/** The record as the API answers it. */
export function describeRecord({ zone: _, content, fields, ...record }: DnsRecord): JsonObject {
  const proxiable = hostTypes.includes(record.type);
  return { ...record, ...(content !== "" && { content }), ...fields, proxiable, meta: {} };
}

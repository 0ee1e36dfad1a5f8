import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import type { CloudflareOperation, CloudflareRequest, DnsRecord, Handle, Zone } from "../entities.ts";
import { answer, answerPage, refuse } from "../envelope.ts";
import { addRecord, checkRecord, describeRecord, recordSettings, toRecord } from "./dns-record-settings.ts";

const list = "/zones/:zone/dns_records";

export const dnsRecordOperations: readonly CloudflareOperation[] = [
  { name: "cloudflare.listDnsRecords", method: "GET", path: list, handle: withZone(listRecords) },
  { name: "cloudflare.createDnsRecord", method: "POST", path: list, handle: withZone(createRecord) },
  {
    name: "cloudflare.getDnsRecord",
    method: "GET",
    path: `${list}/:record`,
    handle: withRecord((record) => answer(describeRecord(record))),
  },
  {
    name: "cloudflare.updateDnsRecord",
    method: "PUT",
    path: `${list}/:record`,
    handle: withRecord((record, zone, request) => changeRecord(record, zone, request, request.body)),
  },
  {
    name: "cloudflare.editDnsRecord",
    method: "PATCH",
    path: `${list}/:record`,
    handle: withRecord((record, zone, request) => {
      const { name, type, content, fields } = record;
      return changeRecord(record, zone, request, { name, type, content, ...fields, ...(request.body as JsonObject) });
    }),
  },
  {
    name: "cloudflare.deleteDnsRecord",
    method: "DELETE",
    path: `${list}/:record`,
    handle: withRecord(({ id }, _zone, { state }) => {
      delete state.dnsRecords[id];
      return answer({ id });
    }),
  },
];

function withZone(handle: (zone: Zone, request: CloudflareRequest) => CloudResponse): Handle {
  return (request) => {
    const zone = request.state.zones.find(({ id }) => id === param(request, "zone"));
    return zone ? handle(zone, request) : refuse(400, 1003, "Invalid or missing zone id.");
  };
}

function withRecord(handle: (record: DnsRecord, zone: Zone, request: CloudflareRequest) => CloudResponse): Handle {
  return withZone((zone, request) => {
    const record = request.state.dnsRecords[param(request, "record")];
    return record?.zone === zone.id ? handle(record, zone, request) : refuse(404, 81044, "Record does not exist.");
  });
}

function createRecord(zone: Zone, request: CloudflareRequest): CloudResponse {
  const settings = recordSettings.safeParse(request.body);
  if (!settings.success) return refuse(400, 9000, "The DNS record is invalid.");
  const refusal = checkRecord(request.state, toRecord(settings.data, zone));
  return refusal ?? answer(describeRecord(addRecord(request, zone, settings.data)));
}

function changeRecord(record: DnsRecord, zone: Zone, request: CloudflareRequest, body: unknown): CloudResponse {
  const settings = recordSettings.safeParse(body);
  if (!settings.success) return refuse(400, 9000, "The DNS record is invalid.");
  const next = toRecord(settings.data, zone);
  const refusal = checkRecord(request.state, next, record.id);
  if (refusal) return refusal;
  Object.assign(record, next, { modified_on: request.clock.iso() });
  return answer(describeRecord(record));
}

function listRecords(zone: Zone, { state, query }: CloudflareRequest): CloudResponse {
  const matches = (value: string, key: string): boolean => {
    const desired = query.get(key) ?? query.get(`${key}.exact`);
    return desired === null || desired.toLowerCase() === value.toLowerCase();
  };
  const found = Object.values(state.dnsRecords).filter(
    (record) =>
      record.zone === zone.id &&
      matches(record.name, "name") &&
      matches(record.type, "type") &&
      matches(record.content, "content"),
  );
  return answerPage(found.map(describeRecord), query, 100);
}

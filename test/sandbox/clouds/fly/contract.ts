import { loadContract } from "../../../contract/openapi.ts";

const APP = "/apps/{app_name}";
const MACHINE = `${APP}/machines/{machine_id}`;
const VOLUME = `${APP}/volumes/{volume_id}`;

/** Fly's own document of May 2026, with what the live API, fly-go and Fly's docs say otherwise. */
export const contract = loadContract("fly-machines.openapi.json", {
  refuseUnlisted: true,
  deviations: {
    "* * 401": "the document lists one 401 only, and another body",
    "* * 403": "the document lists no 403",
    "* * 404": "the document lists one 404 only",
    "* * 409": "the document lists no 409",
    "* * 412": "the document lists 412 for metadata only",
    "* * 429": "the document lists no 429",
    "* * 503": "the document lists no 503",

    "POST /apps 201": "the document has no body; docs and the live API answer id and created_at",
    "POST /apps 422": "name_taken, in fly-go's tests",
    "POST /apps request /app_name": "the name that Fly's docs page gives to `name`",
    "POST /apps request /app_role_id": "in fly-go",
    "GET /apps 200 /apps/*/cname_target": "in fly-go's App",
    "GET /apps 200 /apps/*/app_role": "in fly-go's App",
    [`GET ${APP} 200 /cname_target`]: "in fly-go's App",
    [`GET ${APP} 200 /app_role`]: "in fly-go's App",

    [`GET ${APP}/secrets 400`]: "a deleted app",
    [`POST ${APP}/secrets request /values`]: "null deletes, in fly-go",

    [`GET ${APP}/ip_assignments 200 /ips/*/network`]: "on private addresses of the live API, null on the others",
    [`POST ${APP}/ip_assignments 200 /network`]: "on private addresses of the live API, null on the others",
    [`POST ${APP}/ip_assignments 400`]: "seen on the live API",

    [`GET ${APP}/certificates/{hostname} 200 /rate_limited_until`]: "null when not limited, in Fly's docs",
    [`POST ${APP}/certificates/acme 201 /rate_limited_until`]: "null when not limited, in Fly's docs",
    [`POST ${APP}/certificates/{hostname}/check 200 /rate_limited_until`]: "null when not limited, in Fly's docs",

    ...volumeDeviations("GET", `${APP}/volumes`, "/*"),
    ...volumeDeviations("POST", `${APP}/volumes`, ""),
    ...volumeDeviations("GET", VOLUME, ""),
    ...volumeDeviations("PUT", VOLUME, ""),
    ...volumeDeviations("DELETE", VOLUME, ""),
    ...volumeDeviations("PUT", `${VOLUME}/extend`, "/volume"),
    [`GET ${APP}/volumes 400`]: "a deleted app",
    [`POST ${APP}/volumes 400`]: "invalid values are refused with 400",
    [`PUT ${VOLUME}/extend 400`]: "a volume does not shrink, in Fly's docs",

    ...machineDeviations("POST", `${APP}/machines`, ""),
    ...machineDeviations("GET", `${APP}/machines`, "/*"),
    ...machineDeviations("POST", MACHINE, ""),
    ...machineDeviations("GET", MACHINE, ""),
    [`POST ${APP}/machines request /config/services/*/autostop`]: "booleans are taken, in fly-go",
    [`POST ${APP}/machines request /config/checks/*/interval`]: "numbers are nanoseconds, in fly-go",
    [`POST ${APP}/deploy_token 400`]: "invalid values are refused with 400",
    [`POST ${APP}/machines 422`]: "no capacity in the region, in fly-go's tests",
    [`POST ${APP}/machines 400`]: "invalid values are refused with 400",
    [`DELETE ${MACHINE} 200`]: "the document has no body; docs answer ok",
    [`POST ${MACHINE}/start 200`]: "the document has no body; fly-go reads previous_state",
    [`POST ${MACHINE}/stop 200`]: "the document has no body; docs answer ok",
    [`POST ${MACHINE}/suspend 200`]: "the document has no body; docs answer ok",
    [`POST ${MACHINE}/restart 200`]: "the document has no body; docs answer ok",
    [`POST ${MACHINE}/cordon 200`]: "the document has no body; docs answer ok",
    [`POST ${MACHINE}/uncordon 200`]: "the document has no body; docs answer ok",
    [`GET ${MACHINE}/wait 408`]: "the wait ran out, in Fly's docs",
    [`PATCH ${MACHINE}/metadata request /metadata`]: "null removes a key, in fly-go",
    [`GET ${MACHINE}/lease 200`]: "the document has the bare lease; docs and fly-go have an envelope",
    [`POST ${MACHINE}/lease 201`]: "the document has the bare lease; docs and fly-go have an envelope",
    [`POST ${MACHINE}/lease request`]: "fly-go sends no body, but the query ttl",
    [`DELETE ${MACHINE}/lease 400`]: "a wrong nonce, in Fly's docs",
    [`DELETE ${MACHINE}/lease 200`]: "the document has no body; docs answer ok",

    "GET /platform/regions 200": "the document has lower-case keys, the live API capitals",
    ...postgresDeviations(),
  },
});

function volumeDeviations(method: string, template: string, at: string): Record<string, string> {
  const unattached = "null while no machine has it, in Fly's docs";
  return {
    [`${method} ${template} 200 ${at}/attached_machine_id`]: unattached,
    [`${method} ${template} 200 ${at}/attached_alloc_id`]: unattached,
  };
}

function machineDeviations(method: string, template: string, at: string): Record<string, string> {
  const config = `${method} ${template} 200 ${at}/config/services/*`;
  return {
    [`${method} ${template} 200 ${at}/version`]: "instance_id again, in fly-go",
    [`${method} ${template} 200 ${at}/cordoned`]: "in fly-go",
    [`${method} ${template} 200 ${at}/incomplete_config`]: "null when the config is whole",
    [`${method} ${template} 200 ${at}/image_ref/labels`]: "null when the image has none",
    [`${config}/autostop`]: "reads back as a boolean, in fly-go and in the document's own text",
    [`${config}/force_instance_key`]: "null when there is none",
  };
}

/** Managed Postgres came to the document in August 2026. */
function postgresDeviations(): Record<string, string> {
  const cluster = "/postgres/{id}";
  const calls = [
    ...["GET /postgres", "POST /postgres", `GET ${cluster}`, `DELETE ${cluster}`],
    ...[`POST ${cluster}/attachments`, `DELETE ${cluster}/attachments/{app}`],
    ...[`GET ${cluster}/databases`, `POST ${cluster}/databases`, `DELETE ${cluster}/databases/{database}`],
    ...[`GET ${cluster}/users`, `POST ${cluster}/users`, `PATCH ${cluster}/users/{user}`],
    ...[`DELETE ${cluster}/users/{user}`, `GET ${cluster}/users/{user}/credentials`],
    `POST ${cluster}/users/{user}/rotate_password`,
  ];
  return Object.fromEntries(calls.map((call) => [call, "Managed Postgres came to the document in August 2026"]));
}

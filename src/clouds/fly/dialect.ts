import { renewal } from "../../vendors/credential.ts";
import { flyCredential } from "../../vendors/fly/token.ts";
import type { JsonAnswer, JsonHost } from "../call/json-api.ts";

/** How both of Fly's APIs answer. */
export const flyDialect: JsonHost["dialect"] = {
  words,
  requestId: "fly-request-id",
  advise: (status) =>
    status === 401 ? renewal(flyCredential, "of the organization: fly tokens create org") : undefined,
  /**
   * Below a destroyed app Fly may answer 400 "Could not find App …" in place of 404. A 404 in plain text proves nothing: it
   * is what Fly says to a path it does not serve, such as one under a base URL that already ends in `/v1`.
   */
  provesAbsence: (answer, statuses) =>
    answer.status === 400
      ? /could not find app|app not found/i.test(words(answer).said)
      : statuses.includes(answer.status) && typeof answer.body !== "string",
};

/** Fly's upstreams put the reason in `message` or in `error`, and a machine-readable one in `status` (fly-go, handleAPIError). */
function words({ body }: JsonAnswer): { said: string; code: string | undefined } {
  if (typeof body !== "object" || body === null) return { said: String(body ?? ""), code: undefined };
  const { message, error, status } = body as Record<string, unknown>;
  const said = [message, error].find((text) => typeof text === "string" && text !== "");
  return { said: typeof said === "string" ? said : "", code: typeof status === "string" ? status : undefined };
}

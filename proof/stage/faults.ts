import type { Answer, Call, Exchange, Intercept } from "./gate.ts";

const statuses = [400, 401, 403, 404, 409, 422, 429, 500, 503] as const;

/** The answer after the work, changed on its way. */
const changed =
  (change: (answer: Answer) => Partial<Answer>): Intercept =>
  async (exchange) => {
    const answer = await exchange.forward();
    // A 204 has no body that could arrive changed: the same comes as a 200.
    return { ...answer, status: answer.status === 204 ? 200 : answer.status, ...change(answer) };
  };

/** What one call of a vendor can meet, by name. */
export const faults: Readonly<Record<string, Intercept>> = {
  ...Object.fromEntries(
    statuses.map((status) => [`refused-${status}`, async ({ failure }: Exchange) => failure(status)]),
  ),
  cut: async () => undefined,
  lost: async ({ forward }) => void (await forward()),
  "502-after": async ({ forward, failure }) => {
    await forward();
    return failure(502);
  },
  truncated: changed(({ body }) => ({ body: body === "" ? '{"' : body.slice(0, Math.ceil(body.length / 2)) })),
  html: changed(() => ({
    body: "<!doctype html><title>Sign in</title>",
    headers: { "content-type": "text/html" },
  })),
  empty: changed(() => ({ body: "" })),
  null: changed(() => ({ body: "null" })),
  "{}": changed(() => ({ body: "{}" })),
  "wrong-type": changed(({ body }) => ({ body: JSON.stringify(otherTypes(parse(body))) })),
  dropped: async ({ drop }) => drop(),
};

/** A write that is dropped in silence is a fault of writes alone. */
export function befalls(fault: string, { writes }: Call): boolean {
  return fault !== "dropped" || writes;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The same shape with every text a number, and every number a text. */
function otherTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherTypes);
  if (value === null || value === undefined || typeof value === "boolean") return "text";
  if (typeof value !== "object") return typeof value === "string" ? 7 : "text";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, otherTypes(inner)]));
}

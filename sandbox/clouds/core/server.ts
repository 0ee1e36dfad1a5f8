import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud, CloudRequest, CloudResponse, Method } from "./cloud.ts";
import { type Conditions, calm } from "./conditions.ts";
import { type Fault, takeFault } from "./faults.ts";
import { type Journal, type JournalEntry, leafPaths } from "./journal.ts";
import { Limiter } from "./limiter.ts";
import { findOperation, nearestRoute } from "./router.ts";
import type { Store } from "./store.ts";

/** What one served cloud needs from its surroundings. `faults` and `conditions` are shared with the control server, which changes them. */
export interface Serving<S> {
  readonly cloud: Cloud<S>;
  readonly store: Store<S>;
  readonly journal: Journal;
  readonly faults: Fault[];
  readonly conditions?: Readonly<Conditions>;
}

/** What came of a request: without a response the connection is closed. */
interface Outcome {
  readonly response?: CloudResponse;
  readonly note?: Omit<JournalEntry, "n" | "at">;
}

/** Serves one cloud on a free port of 127.0.0.1, or on `port`. Answers its base URL without a trailing slash. */
export async function serveCloud<S>(serving: Serving<S>, port = 0): Promise<{ url: string; server: Server }> {
  // One request at a time: a cloud is a sequence of events, and two runs must give the same sequence of ids.
  let turn: Promise<void> = Promise.resolve();
  let open = 0;
  const limiter = new Limiter(serving.cloud.rateLimits);
  const server = createServer((incoming, outgoing) => {
    open += 1;
    outgoing.once("close", () => (open -= 1));
    const told = turn.then(() => answer(serving, limiter, incoming, () => open)).catch(toMistake(serving, incoming));
    void told.then((outcome) => finish(serving, outcome, incoming, outgoing));
    turn = told.then(() => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A mistake of the emulation itself: loud, and never mistaken for the vendor's own refusal. */
function toMistake<S>({ cloud }: Serving<S>, { method, url }: IncomingMessage) {
  return (error: unknown): Outcome => {
    console.error(`${cloud.name} ${method} ${url}:`, error);
    return { response: { status: 500, body: { error: `The sandbox's ${cloud.name} failed: ${String(error)}` } } };
  };
}

/** Answers, after the delay of the conditions: what is held back holds nobody else up. */
async function finish<S>(
  { journal, conditions = calm }: Serving<S>,
  { response, note }: Outcome,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { delayMs } = conditions;
  if (delayMs > 0) await sleep(delayMs);
  if (note) journal.add({ ...note, ms: (note.ms ?? 0) + delayMs });
  if (response) send(outgoing, response);
  else incoming.socket.destroy();
}

async function answer<S>(
  serving: Serving<S>,
  limiter: Limiter,
  incoming: IncomingMessage,
  countOpen: () => number,
): Promise<Outcome> {
  const { cloud, store, faults, conditions = calm } = serving;
  const method = incoming.method ?? "GET";
  const url = incoming.url ?? "/";
  const [path = "/", search = ""] = url.split("?", 2);
  if (!isLoopbackHost(incoming.headers.host)) {
    return { response: { status: 421, body: { error: `host ${incoming.headers.host} is not a loopback address` } } };
  }
  const started = performance.now();
  const text = await readAll(incoming);
  const body = parseBody(text);
  const query = new URLSearchParams(search);
  const headers = { ...cloud.headers?.(store.ids) };
  const outcome = (
    operation: string,
    response: CloudResponse | undefined,
    more: Pick<JournalEntry, "fault" | "limit" | "again"> = {},
  ): Outcome => ({
    ...(response && { response: { ...response, headers: { ...headers, ...response.headers } } }),
    note: {
      cloud: cloud.name,
      operation,
      method,
      path: url,
      status: response?.status ?? 0,
      ms: Math.round(performance.now() - started),
      body: leafPaths(body),
      ...more,
    },
  });

  const match = findOperation(cloud.operations, method, path, { query, body });
  if (!match) {
    const refusal = cloud.notServed({ method, path });
    const nearest = nearestRoute(cloud.operations, method, path);
    const told = { ...refusal, headers: { ...refusal.headers, "x-sandbox-nearest-route": nearest } };
    return outcome("unserved", told);
  }

  const { operation, params } = match;
  if (conditions.rateLimits) {
    const call = { operation: operation.name, method, params, open: countOpen() };
    const refused = limiter.take(call, `${method} ${url}\n${text}`);
    Object.assign(headers, cloud.budgetHeaders?.(limiter, call));
    if (refused) {
      const { limit, seconds, again } = refused;
      const when = cloud.saysWhen === false ? {} : { "retry-after": String(Math.ceil(seconds)) };
      const refusal = cloud.failure(429, { path });
      const response = { ...refusal, headers: { ...refusal.headers, ...when } };
      return outcome(operation.name, response, { limit, ...(again && { again }) });
    }
  }
  if (method !== "GET") store.clock.tick();
  const request: CloudRequest<S> = {
    method: method as Method,
    url,
    params,
    query,
    headers: incoming.headers,
    body,
    state: store.state,
    clock: store.clock,
    ids: store.ids,
  };
  const fault = takeFault(faults, operation.name);
  const struck = fault && { fault: fault.kind };
  if (fault?.kind === "cut") return outcome(operation.name, undefined, struck);
  if (fault?.kind === "refuse") {
    return outcome(operation.name, withRetryAfter(cloud.failure(fault.status ?? 503, { path }), fault), struck);
  }

  const before = fault?.kind === "drop" ? structuredClone(store.state) : undefined;
  const refused = operation.authenticated === false ? undefined : cloud.authenticate(request, operation);
  const response = refused ?? (await operation.handle(request));
  if (before) Object.assign(store.state as object, before);
  store.save();
  if (fault?.kind === "slow") await sleep(fault.delayMs ?? 1000);
  if (fault?.kind === "lose") return outcome(operation.name, undefined, struck);
  const told =
    fault?.kind === "misreport" ? withRetryAfter(cloud.failure(fault.status ?? 502, { path }), fault) : response;
  return outcome(operation.name, told, struck);
}

function withRetryAfter(response: CloudResponse, fault: Fault): CloudResponse {
  if (fault.retryAfter === undefined) return response;
  return { ...response, headers: { ...response.headers, "retry-after": String(fault.retryAfter) } };
}

/** A page in a browser must not reach the clouds through a name that resolves to 127.0.0.1 (DNS rebinding). */
function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Some vendors' clients send an empty body with a JSON content type, or an empty form: both mean "no body". */
function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function send(outgoing: ServerResponse, response: CloudResponse): void {
  const headers = { ...response.headers };
  if (response.body === undefined) {
    outgoing.writeHead(response.status, headers).end();
    return;
  }
  const { body } = response;
  const raw = (typeof body === "string" || body instanceof Uint8Array) && headers["content-type"] ? body : undefined;
  outgoing
    .writeHead(response.status, { "content-type": "application/json", ...headers })
    .end(raw ?? JSON.stringify(body));
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud, CloudRequest, CloudResponse, Method } from "./cloud.ts";
import { type Fault, takeFault } from "./faults.ts";
import { type Journal, leafPaths } from "./journal.ts";
import { findOperation, nearestRoute } from "./router.ts";
import type { Store } from "./store.ts";

/** What one served cloud needs from its surroundings. `faults` is shared with the control server, which fills it. */
export interface Serving<S> {
  readonly cloud: Cloud<S>;
  readonly store: Store<S>;
  readonly journal: Journal;
  readonly faults: Fault[];
}

/** Serves one cloud on a free port of 127.0.0.1, or on `port`. Answers its base URL without a trailing slash. */
export async function serveCloud<S>(serving: Serving<S>, port = 0): Promise<{ url: string; server: Server }> {
  // One request at a time: a cloud is a sequence of events, and two runs must give the same sequence of ids.
  let turn: Promise<void> = Promise.resolve();
  const server = createServer((incoming, outgoing) => {
    turn = turn
      .then(() => answer(serving, incoming, outgoing))
      .catch((error: unknown) => {
        // A mistake of the emulation itself: loud, and never mistaken for the vendor's own refusal.
        console.error(`${serving.cloud.name} ${incoming.method} ${incoming.url}:`, error);
        send(outgoing, {
          status: 500,
          body: { error: `The sandbox's ${serving.cloud.name} failed: ${String(error)}` },
        });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function answer<S>(serving: Serving<S>, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { cloud, store, journal, faults } = serving;
  const method = incoming.method ?? "GET";
  const url = incoming.url ?? "/";
  const [path = "/", search = ""] = url.split("?", 2);
  if (!isLoopbackHost(incoming.headers.host)) {
    return send(outgoing, { status: 421, body: { error: `host ${incoming.headers.host} is not a loopback address` } });
  }
  const started = performance.now();
  const body = parseBody(await readAll(incoming));
  const query = new URLSearchParams(search);
  const headers = cloud.headers?.(store.ids);
  const reply = (response: CloudResponse) =>
    send(outgoing, { ...response, headers: { ...headers, ...response.headers } });
  const note = (operation: string, status: number, fault?: Fault) =>
    journal.add({
      cloud: cloud.name,
      operation,
      method,
      path: url,
      status,
      ms: Math.round(performance.now() - started),
      body: leafPaths(body),
      ...(fault && { fault: fault.kind }),
    });

  const match = findOperation(cloud.operations, method, path, { query, body });
  if (!match) {
    const refusal = cloud.notServed({ method, path });
    note("unserved", refusal.status);
    const nearest = nearestRoute(cloud.operations, method, path);
    return reply({ ...refusal, headers: { ...refusal.headers, "x-sandbox-nearest-route": nearest } });
  }

  const { operation, params } = match;
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
  if (fault?.kind === "cut") {
    note(operation.name, 0, fault);
    incoming.socket.destroy();
    return;
  }
  if (fault?.kind === "refuse") {
    const refusal = withRetryAfter(cloud.failure(fault.status ?? 503, { path }), fault);
    note(operation.name, refusal.status, fault);
    return reply(refusal);
  }

  const before = fault?.kind === "drop" ? structuredClone(store.state) : undefined;
  const refused = operation.authenticated === false ? undefined : cloud.authenticate(request, operation);
  const response = refused ?? (await operation.handle(request));
  if (before) Object.assign(store.state as object, before);
  store.save();
  if (fault?.kind === "slow") await sleep(fault.delayMs ?? 1000);
  if (fault?.kind === "lose") {
    note(operation.name, 0, fault);
    incoming.socket.destroy();
    return;
  }
  const told =
    fault?.kind === "misreport" ? withRetryAfter(cloud.failure(fault.status ?? 502, { path }), fault) : response;
  note(operation.name, told.status, fault);
  reply(told);
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

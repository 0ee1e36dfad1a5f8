import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Method, Operation } from "./core/cloud.ts";
import { type Conditions, calm, readConditions } from "./core/conditions.ts";
import type { Fault } from "./core/faults.ts";
import type { Journal, JournalEntry } from "./core/journal.ts";
import { nearestRoute } from "./core/router.ts";
import { readFaultOrders } from "./fault-order.ts";

/** One cloud, as much of it as can be looked at and set back. */
export interface ServedCloud {
  readonly name: string;
  readonly operations: readonly Pick<Operation<never>, "name" | "method" | "path">[];
  readonly readState: () => unknown;
  readonly reset: () => void;
  /** Lets an event of this cloud happen; `undefined` when it knows none of that name. Default: it knows none. */
  readonly occur?: (event: string, body: unknown) => { readonly status: number; readonly body?: unknown } | undefined;
}

/** What is controlled. `faults` is the list that every cloud takes its faults from; it is changed in place, as the conditions are. */
export interface Controlled {
  readonly clouds: readonly ServedCloud[];
  readonly faults: Fault[];
  readonly conditions: Conditions;
  readonly journal: Journal;
  /** Answered by `GET /health`: tells this process from another that got its port. */
  readonly identity: Readonly<Record<string, string | number>>;
  readonly stop: () => void;
}

/** A journal entry, with the served route nearest to an unserved request. */
export interface JournalLine extends JournalEntry {
  readonly nearest?: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

type Route = (controlled: Controlled, given: { part: string; query: URLSearchParams; body: unknown }) => Answer;

const ok = (body: unknown): Answer => ({ status: 200, body });
const done: Answer = { status: 204 };

/** By method and first path segment; a second segment is the route's `part`. */
const routes: Readonly<Record<string, Route>> = {
  "GET health": ({ identity }) => ok(identity),
  "GET operations": ({ clouds }) =>
    ok(clouds.flatMap(({ operations }) => operations.map(({ name, method, path }) => ({ name, method, path })))),
  "GET journal": (controlled, { query }) => ok(readJournal(controlled, Number(query.get("after") ?? 0))),
  "GET state": ({ clouds }, { part }) => {
    const cloud = clouds.find(({ name }) => name === part);
    if (cloud) return ok(cloud.readState());
    return refusal(404, [`there is no cloud ${part}: ${clouds.map(({ name }) => name).join(", ")}`]);
  },
  "GET faults": ({ faults }) => ok(faults),
  "PUT faults": (controlled, { body }) => {
    const { faults, problems } = readFaultOrders(body, operationNames(controlled));
    if (problems.length > 0) return refusal(422, problems);
    controlled.faults.splice(0, controlled.faults.length, ...faults);
    return ok(controlled.faults);
  },
  "GET conditions": ({ conditions }) => ok(conditions),
  "PUT conditions": (controlled, { body }) => {
    const { conditions, problems } = readConditions(body);
    if (problems.length > 0) return refusal(422, problems);
    return ok(Object.assign(controlled.conditions, conditions));
  },
  "POST events": ({ clouds }, { part, body }) => {
    const [cloud, event = ""] = part.split(".", 2);
    const answer = clouds.find(({ name }) => name === cloud)?.occur?.(event, body);
    return answer ?? refusal(404, [`there is no event ${part}`]);
  },
  "DELETE faults": ({ faults }) => {
    faults.length = 0;
    return done;
  },
  "POST reset": ({ clouds, faults, conditions, journal }) => {
    for (const cloud of clouds) cloud.reset();
    Object.assign(conditions, calm);
    faults.length = 0;
    journal.clear();
    return done;
  },
  "POST stop": ({ stop }) => {
    setImmediate(stop);
    return done;
  },
};

function operationNames({ clouds }: Controlled): string[] {
  return clouds.flatMap(({ operations }) => operations.map(({ name }) => name));
}

function readJournal({ clouds, journal }: Controlled, after: number): JournalLine[] {
  return journal
    .read()
    .filter(({ n }) => n > after)
    .map((entry) => (entry.operation === "unserved" ? { ...entry, nearest: nearestTo(entry, clouds) } : entry));
}

function nearestTo({ cloud, method, path }: JournalEntry, clouds: readonly ServedCloud[]): string {
  const operations = clouds.find(({ name }) => name === cloud)?.operations ?? [];
  return nearestRoute(operations as readonly Operation<unknown>[], method as Method, path.split("?", 1)[0] ?? "");
}

function refusal(status: number, problems: readonly string[]): Answer {
  return { status, body: { problems } };
}

/** Serves the control of the clouds on 127.0.0.1, on `port` or a free one. Every body is JSON. */
export async function serveControl(controlled: Controlled, port = 0): Promise<{ url: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    answer(controlled, incoming)
      .catch((error: Error) => refusal(400, [error.message]))
      .then((given) => send(outgoing, given));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function answer(controlled: Controlled, incoming: IncomingMessage): Promise<Answer> {
  // A page in a browser can send requests to 127.0.0.1; it cannot leave its origin out, nor name this host by its address.
  const fromPage = incoming.headers.origin !== undefined;
  if (fromPage || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(incoming.headers.host ?? "")) {
    return refusal(421, ["the control of the sandbox answers programs on this machine only"]);
  }
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const [first = "", part = ""] = url.pathname.slice(1).split("/");
  const route = routes[`${incoming.method} ${first}`];
  if (!route) return refusal(404, [`there is no ${incoming.method} /${first}: ${Object.keys(routes).join(", ")}`]);
  return route(controlled, { part, query: url.searchParams, body: await readJson(incoming) });
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

function send(outgoing: ServerResponse, { status, body }: Answer): void {
  if (body === undefined) outgoing.writeHead(status).end();
  else outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One request on its way to a cloud. */
export interface Call {
  readonly cloud: string;
  readonly method: string;
  readonly path: string;
  /** Whether it may change something. */
  readonly writes: boolean;
  /** Of the caller's end of the connection. */
  readonly port: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What can become of a call. */
export interface Exchange extends Call {
  /** Has the cloud do the work. */
  readonly forward: () => Promise<Answer>;
  /** Has the cloud answer as if it had done the work, which it has not. */
  readonly drop: () => Promise<Answer>;
  /** What the cloud holds now. */
  readonly state: () => unknown;
  /** Has the cloud answer as it did while it held that. */
  readonly restoring: (earlier: unknown) => Promise<Answer>;
  /** How the vendor refuses with a status. */
  readonly failure: (status: number) => Answer;
}

/** Decides what a call is answered with. `undefined` cuts the connection. */
export type Intercept = (exchange: Exchange) => Promise<Answer | undefined>;

/** A cloud with its name and the way it refuses. */
export interface Gated {
  readonly name: string;
  readonly opened: { readonly url: string; readonly store: { readonly state: unknown; readonly save: () => void } };
  readonly failure: (status: number, request: { readonly path: string }) => FailureBody;
}

interface FailureBody {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of a connection, not of a message. */
const hop = ["host", "connection", "keep-alive", "transfer-encoding", "content-length"];

/** Stands between a caller and a cloud, on a port of 127.0.0.1 of its own. */
export async function openGate({ name, opened, failure }: Gated, intercept: Intercept, port = 0) {
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url: path = "/" } = incoming;
    const body = await text(incoming);
    const forward = async (): Promise<Answer> => {
      const response = await fetch(opened.url + path, {
        method,
        headers: endToEnd(incoming.headers),
        ...(body !== "" && { body }),
      });
      const headers = Object.fromEntries([...response.headers].filter(([header]) => !hop.includes(header)));
      return { status: response.status, headers, body: await response.text() };
    };
    const answer = await intercept({
      ...{ cloud: name, method, path, writes: isWrite(method, body), forward },
      port: incoming.socket.remotePort ?? 0,
      restoring: async (earlier) => {
        const now = structuredClone(opened.store.state);
        Object.assign(opened.store.state as object, structuredClone(earlier));
        const told = await forward();
        Object.assign(opened.store.state as object, now);
        return told;
      },
      state: () => structuredClone(opened.store.state),
      drop: async () => {
        const before = structuredClone(opened.store.state);
        const told = await forward();
        Object.assign(opened.store.state as object, before);
        opened.store.save();
        return told;
      },
      failure: (status) => {
        const refused = failure(status, { path });
        const headers = { "content-type": "application/json", ...refused.headers };
        return { status, headers, body: refused.body === undefined ? "" : JSON.stringify(refused.body) };
      },
    });
    if (!answer) return void incoming.socket.destroy();
    const bare = answer.status === 204 || answer.status === 304;
    outgoing.writeHead(answer.status, answer.headers).end(bare ? undefined : answer.body);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !hop.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Of GraphQL, whose every request is a POST, only a mutation writes. */
function isWrite(method: string, body: string): boolean {
  if (method === "GET") return false;
  return !/"query":"\s*(query\b|\{)/.test(body);
}

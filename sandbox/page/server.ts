import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SandboxError } from "../sandbox-error.ts";
import { whyRefused } from "./same-site.ts";
import type { Parts } from "./view.ts";
import type { Tell } from "./watch.ts";

/** What the page is served from. */
export interface Served {
  /** Folder with index.html, main.js and page.css. */
  readonly assets: string;
  readonly listen: (tell: Tell) => () => void;
  /** Replaces all faults. Throws a SandboxError that says what is wrong with them. */
  readonly setFaults: (faults: readonly unknown[]) => Promise<void>;
}

const mostBytes = 64 * 1024;

/** Everything comes from here, and no other site may show it in a frame. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  "/": { file: "index.html", type: "text/html; charset=utf-8" },
  "/main.js": { file: "main.js", type: "text/javascript; charset=utf-8" },
  "/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
};

/** Serves the page on 127.0.0.1, on `port` or a free one. Answers its address. */
export async function servePage(served: Served, port = 0): Promise<{ url: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    answer(served, incoming, outgoing).catch((error: Error) => {
      const problems = error instanceof SandboxError ? error.message.split("\n") : ["the page's server failed"];
      if (!(error instanceof SandboxError)) console.error(error);
      send(outgoing, 422, { problems });
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

async function answer(served: Served, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = "GET", url = "/" } = incoming;
  const refusal = whyRefused(method, incoming.headers, incoming.socket.localPort ?? 0);
  if (refusal !== undefined) return send(outgoing, 403, { problems: [refusal] });
  const asset = files[url];
  if (method === "GET" && asset) {
    outgoing
      .writeHead(200, { ...headers, "content-type": asset.type })
      .end(readFileSync(join(served.assets, asset.file)));
    return;
  }
  if (method === "GET" && url === "/events") return stream(served, incoming, outgoing);
  if (method === "PUT" && url === "/faults") {
    const faults = await readBody(incoming);
    if (!Array.isArray(faults)) return send(outgoing, 422, { problems: ["faults are a list"] });
    await served.setFaults(faults);
    return send(outgoing, 204);
  }
  send(outgoing, 404, { problems: [`there is no ${method} ${url.split("?", 1)[0]} here`] });
}

/** Server-sent events (html.spec.whatwg.org): each part of the page as it is, and again whenever it changes. */
function stream({ listen }: Served, incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(200, { ...headers, "content-type": "text/event-stream" }).flushHeaders();
  const tell = <P extends keyof Parts>(part: P, content: Parts[P]) => {
    outgoing.write(`event: ${part}\ndata: ${JSON.stringify(content ?? null)}\n\n`);
  };
  incoming.once("close", listen(tell));
}

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) throw new SandboxError("That is too long.", 2);
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new SandboxError("That is not JSON.", 2);
  }
}

function send(outgoing: ServerResponse, status: number, body?: unknown): void {
  outgoing.writeHead(status, { ...headers, ...(body !== undefined && { "content-type": "application/json" }) });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
}

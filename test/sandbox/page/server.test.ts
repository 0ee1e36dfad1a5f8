import { request } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { servePage } from "../../../sandbox/page/server.ts";
import type { Tell } from "../../../sandbox/page/watch.ts";
import { SandboxError } from "../../../sandbox/sandbox-error.ts";

const assets = join(import.meta.dirname, "..", "..", "..", "dist", "page");

describe("the server of the page", () => {
  const setFaults = vi.fn<(faults: readonly unknown[]) => Promise<void>>();
  let tell: Tell | undefined;
  const left = vi.fn();
  let url: string;
  let port: number;
  let close: () => void;

  beforeEach(async () => {
    vi.resetAllMocks();
    setFaults.mockResolvedValue(undefined);
    const listen = (given: Tell) => {
      tell = given;
      return left;
    };
    const served = await servePage({ assets, listen, setFaults });
    url = served.url;
    port = Number(new URL(url).port);
    close = () => {
      served.server.close();
      served.server.closeAllConnections();
    };
  });
  afterEach(() => close());

  /** fetch would not send another Host. */
  function ask(method: string, path: string, headers: Record<string, string> = {}, body = "") {
    return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      });
      sent.on("error", reject).end(body);
    });
  }
  const own = () => ({ origin: `http://127.0.0.1:${port}`, "content-type": "application/json" });

  it.each([
    ["/", "text/html", '<script type="module" src="/main.js">'],
    ["/main.js", "text/javascript", "EventSource"],
    ["/page.css", "text/css", "prefers-reduced-motion"],
  ])("serves %s from the package, and lets it load nothing from elsewhere", async (path, type, part) => {
    const { status, text, headers } = await ask("GET", path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain(type);
    expect(text).toContain(part);
    expect(text).not.toMatch(/(src|href)="?https?:/);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  });

  it("listens on 127.0.0.1 and nowhere else", () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it.each<[string, (port: number) => Record<string, string>]>([
    ["a name that was made to resolve to this machine", (at) => ({ host: `evil.example:${at}` })],
    ["another port of this machine", (at) => ({ host: `127.0.0.1:${at + 1}` })],
    ["a page of another site", (at) => ({ host: `127.0.0.1:${at}`, origin: "https://evil.example" })],
    ["a page of another server on this machine", (at) => ({ host: `127.0.0.1:${at}`, origin: "http://127.0.0.1:1" })],
    ["a sandboxed frame", (at) => ({ host: `127.0.0.1:${at}`, origin: "null" })],
    ["an image of another site", (at) => ({ host: `127.0.0.1:${at}`, "sec-fetch-site": "cross-site" })],
    ["a page of the same machine's other port", (at) => ({ host: `127.0.0.1:${at}`, "sec-fetch-site": "same-site" })],
  ])("refuses %s, whatever it asks for", async (_, headers) => {
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/main.js"],
      ["GET", "/events"],
      ["PUT", "/faults"],
    ] as const) {
      const { status } = await ask(method, path, { ...own(), ...headers(port) }, "[]");
      expect([method, path, status]).toEqual([method, path, 403]);
    }
    expect(tell).toBeUndefined();
    expect(setFaults).not.toHaveBeenCalled();
  });

  it.each<[string, Record<string, string>]>([
    ["a request without an origin", { "content-type": "application/json" }],
    ["a form", { "content-type": "text/plain", origin: "own" }],
  ])("lets %s change nothing", async (_, { origin, ...headers }) => {
    const sent = { ...headers, ...(origin && { origin: own().origin }) };
    expect((await ask("PUT", "/faults", sent, "[]")).status).toBe(403);
    expect(setFaults).not.toHaveBeenCalled();
  });

  it("hands faults on that the page orders, and what is wrong with them back", async () => {
    const fault = { operation: "fly.createApp", kind: "refuse" };
    expect((await ask("PUT", "/faults", own(), JSON.stringify([fault]))).status).toBe(204);
    expect(setFaults).toHaveBeenCalledWith([fault]);
    setFaults.mockRejectedValue(new SandboxError('"x" is not a known kind.', 2));
    const { status, text } = await ask("PUT", "/faults", own(), "[{}]");
    expect(status).toBe(422);
    expect(JSON.parse(text)).toEqual({ problems: ['"x" is not a known kind.'] });
  });

  it.each(["{}", "not JSON", JSON.stringify(["x".repeat(100_000)])])(
    "refuses faults that are not a short list",
    async (body) => {
      expect((await ask("PUT", "/faults", own(), body)).status).toBe(422);
      expect(setFaults).not.toHaveBeenCalled();
    },
  );

  it.each(["/..%2f..%2fpackage.json", "/../../package.json", "/index.html", "/state/fly"])(
    "has no %s",
    async (path) => {
      expect((await ask("GET", path)).status).toBe(404);
    },
  );

  it("does not say what failed inside it", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue(undefined);
    setFaults.mockRejectedValue(new Error("canary"));
    expect((await ask("PUT", "/faults", own(), "[]")).text).not.toContain("canary");
    log.mockRestore();
  });

  it("tells each part as an event, and listens no longer than the page is open", async () => {
    const leave = new AbortController();
    const response = await fetch(`${url}events`, { signal: leave.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    tell?.("calls", { whole: true, calls: [] });
    tell?.("run", undefined);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("null")) text += (await reader?.read())?.value ?? "";
    expect(text).toBe('event: calls\ndata: {"whole":true,"calls":[]}\n\nevent: run\ndata: null\n\n');
    leave.abort();
    await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { Seed } from "../../../../sandbox/clouds/core/cloud.ts";
import type { Fault } from "../../../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../../sandbox/clouds/core/store.ts";
import type { FlyState } from "../../../../sandbox/clouds/fly/entities.ts";
import { flyCloud } from "../../../../sandbox/clouds/fly/index.ts";
import { contract } from "./contract.ts";

export const TOKEN = "fo1_user-token-of-the-sandbox";

export const seed: Seed = {
  tokens: { fly: TOKEN, neon: "", cloudflare: "", github: "" },
  flyOrganizations: ["acme", "globex"],
  neonOrganizations: [],
  cloudflareAccounts: [],
  cloudflareZones: [],
  githubRepositories: [],
};

export interface Answer {
  readonly status: number;
  /** Parsed JSON; the text itself when it is not JSON; `undefined` when there was none. */
  // biome-ignore lint/suspicious/noExplicitAny: the body of any call, compared with exact values
  readonly body: any;
  readonly headers: Headers;
}

export interface Fly {
  readonly url: string;
  readonly state: FlyState;
  readonly faults: Fault[];
  readonly journal: Journal;
  /** Text of the state file. */
  readonly readStateFile: () => string;
  /** Sends a request with the user's token, or with `headers` instead; holds the exchange against the vendor's document. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly close: () => void;
}

export async function serveFly(): Promise<Fly> {
  const folder = mkdtempSync(join(tmpdir(), "fly-cloud-"));
  const stateFile = join(folder, "fly.json");
  const store = new Store(flyCloud, stateFile, seed);
  const journal = new Journal(join(folder, "journal.jsonl"));
  const faults: Fault[] = [];
  const { url, server } = await serveCloud({ cloud: flyCloud, store, journal, faults });
  const call: Fly["call"] = async (method, path, requestBody, headers = { authorization: `Bearer ${TOKEN}` }) => {
    const body = requestBody === undefined ? undefined : JSON.stringify(requestBody);
    const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const responseBody: unknown = text === "" ? undefined : isJson ? JSON.parse(text) : text;
    const exchange = { method, path, requestBody, status: response.status, responseBody };
    if (isJson !== false && path.startsWith("/v1/")) expect(contract?.check(exchange) ?? []).toEqual([]);
    return { status: response.status, body: responseBody, headers: response.headers };
  };
  return {
    url,
    state: store.state,
    faults,
    journal,
    readStateFile: () => readFileSync(stateFile, "utf8"),
    call,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The emulated Fly of the running test: fresh for each. */
export function useFly(): Fly {
  let fly: Fly | undefined;
  beforeEach(async () => {
    fly = await serveFly();
  });
  afterEach(() => fly?.close());
  return new Proxy({} as Fly, { get: (_, key: keyof Fly) => fly?.[key] });
}

/** Makes an app in `acme` and answers its id. */
export async function createApp(fly: Fly, name = "acme-web"): Promise<string> {
  const { status, body } = await fly.call("POST", "/v1/apps", { name, org_slug: "acme" });
  expect(status).toBe(201);
  return body.id;
}

/** Sends a GraphQL document; answers `data` and the messages of `errors`. */
export async function query(fly: Fly, source: string, variables = {}, headers?: Record<string, string>) {
  const { status, body } = await fly.call("POST", "/graphql", { query: source, variables }, headers);
  expect(status).toBe(200);
  return { data: body.data, errors: (body.errors ?? []).map(({ message }: { message: string }) => message) };
}

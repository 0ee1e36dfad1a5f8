import { beforeEach, expect } from "vitest";
import type { FlyState } from "../../../../sandbox/clouds/fly/entities.ts";
import { flyCloud } from "../../../../sandbox/clouds/fly/index.ts";
import { type StartedCloud, startCloud, tokens } from "../../../stage/clouds.ts";
import { contract } from "./contract.ts";

export const TOKEN = tokens.fly;

export interface Answer {
  readonly status: number;
  /** Parsed JSON; the text itself when it is not JSON; `undefined` when there was none. */
  // biome-ignore lint/suspicious/noExplicitAny: the body of any call, compared with exact values
  readonly body: any;
  readonly headers: Headers;
}

/** The emulated Fly, and a call with the user's token, or with `headers` instead, held against the vendor's document. */
export interface Fly extends StartedCloud<FlyState> {
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

export async function serveFly(): Promise<Fly> {
  const cloud = await startCloud(flyCloud);
  const call: Fly["call"] = async (method, path, requestBody, headers = { authorization: `Bearer ${TOKEN}` }) => {
    const body = requestBody === undefined ? undefined : JSON.stringify(requestBody);
    const response = await fetch(cloud.url + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const responseBody: unknown = text === "" ? undefined : isJson ? JSON.parse(text) : text;
    const exchange = { method, path, requestBody, status: response.status, responseBody };
    const isVendors = path.startsWith("/v1/") && response.status !== 501;
    if (isJson !== false && isVendors) expect(contract?.check(exchange) ?? []).toEqual([]);
    return { status: response.status, body: responseBody, headers: response.headers };
  };
  return { ...cloud, call };
}

/** The emulated Fly of the running test: fresh for each. */
export function useFly(): Fly {
  let fly: Fly | undefined;
  beforeEach(async () => {
    fly = await serveFly();
  });
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

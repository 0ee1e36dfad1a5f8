import type { CloudResponse, FailureShape } from "../core/cloud.ts";
import type { FlyOperation, FlyRequest } from "./entities.ts";

/** Thrown by an operation to answer with an error instead of a result. */
export class Refusal extends Error {
  readonly response: CloudResponse;

  /** `code` is the `status` field that some of Fly's error bodies carry beside the text. */
  constructor(status: number, error: string, code?: string) {
    super(error);
    this.response = { status, body: { error, ...(code && { status: code }) } };
  }
}

export function answerRefusals(operation: FlyOperation): FlyOperation {
  const handle = async (request: FlyRequest): Promise<CloudResponse> => {
    try {
      return await operation.handle(request);
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      throw error;
    }
  };
  return { ...operation, handle };
}

/** Fly's answer to a path it does not have: the plain text of Go's own router. */
export const noSuchPath: CloudResponse = {
  status: 404,
  body: "404 page not found\n",
  headers: { "content-type": "text/plain; charset=utf-8" },
};

/** 501, which Fly never answers: fly-go and flyctl take a 404 for "there is none". */
export function notServed({ method, path }: { readonly method: string; readonly path: string }): CloudResponse {
  return { status: 501, body: { error: `The sandbox's Fly does not serve ${method} ${path}` } };
}

/** Certificates and addresses come from another service behind the same host, with a body of its own. */
export function unauthorized(path: string): CloudResponse {
  const isOtherService = /^\/v1\/apps\/[^/]+\/(certificates|ip_assignments)(\/|$)/.test(path);
  return {
    status: 401,
    body: isOtherService ? { message: "Unauthorized" } : { error: "Authenticate: token validation error" },
    headers: { "www-authenticate": 'Basic realm="api.machines.dev"' },
  };
}

export const forbidden: CloudResponse = { status: 403, body: { error: "unauthorized" } };

/** Texts that fly-go's tests and other clients match, for errors that only a fault can bring about here. */
const MACHINE_FAILURES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  400: { error: "failed to get manifest registry.fly.io/app:tag: MANIFEST_UNKNOWN: manifest unknown" },
  404: { error: "machine not found" },
  408: { error: "deadline_exceeded: machine failed to reach desired state, started, currently created" },
  409: {
    error:
      "aborted: could not reserve resource for machine: insufficient CPUs available to fulfill request on the current host",
  },
  412: {
    error: "insufficient resources to create new machine with existing volume id 'vol_1'",
    status: "volume_placement_capacity",
  },
  422: { error: "could not find a candidate host", status: "insufficient_capacity" },
};

const VOLUME_FAILURES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  404: { error: "volume not found" },
  412: { error: "failed_precondition: volume is currently bound to machine: 91857d4a2b3c4d" },
};

const POSTGRES_FAILURES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  404: { error: "Cluster not found" },
  410: { error: "This cluster has been deleted" },
};

const OWN_FAILURES = [
  [/^\/v1\/apps\/[^/]+\/machines/, MACHINE_FAILURES],
  [/^\/v1\/apps\/[^/]+\/volumes/, VOLUME_FAILURES],
  [/^\/v1\/postgres/, POSTGRES_FAILURES],
] as const;

const FAILURES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  400: { error: "bad request" },
  403: { error: "unauthorized" },
  404: { error: "app not found" },
  409: { error: "aborted: concurrent update" },
  422: { error: "Validation failed: Name has already been taken", status: "name_taken" },
  429: { error: "rate limit exceeded" },
};

export const failure: FailureShape = (status, { path }) => {
  if (status === 401) return unauthorized(path);
  if (path === "/graphql") return { status, body: { errors: [{ message: `request failed with status ${status}` }] } };
  const own = OWN_FAILURES.find(([paths]) => paths.test(path))?.[1] ?? {};
  return { status, body: own[status] ?? FAILURES[status] ?? { error: "upstream error" } };
};

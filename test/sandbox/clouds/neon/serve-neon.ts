import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type {
  AnnotationData,
  Branch,
  ConnectionDetails,
  Database,
  Endpoint,
  Operation,
  Project,
  ProjectListItem,
  Role,
} from "@neondatabase/api-client";
import { expect, onTestFinished } from "vitest";
import { parse } from "yaml";
import type { NeonState } from "../../../../sandbox/clouds/neon/entities.ts";
import { neonCloud } from "../../../../sandbox/clouds/neon/index.ts";
import type { Node } from "../../../contract/document.ts";
import { contractOf } from "../../../contract/openapi.ts";
import { organization, type StartedCloud, startCloud, tokens } from "../../../stage/clouds.ts";
import { closeWithTest } from "../../../stage/server.ts";
import { startRecorder } from "./recorder.ts";

export const apiKey = tokens.neon;
export const orgId = organization;

const library = dirname(createRequire(import.meta.url).resolve("@neondatabase/api-client/package.json"));

/** Neon's OpenAPI document, as its npm client ships it. */
export const document: Node = parse(readFileSync(join(library, "public-v2-for-users.gen.yaml"), "utf8"));

const contract = contractOf(document, { refuseUnlisted: true });

/** All that some call answers; a test reads what its own call does. */
export interface Body {
  readonly project: Project;
  readonly projects: ProjectListItem[];
  readonly branch: Branch;
  readonly branches: Branch[];
  readonly annotation: AnnotationData;
  readonly annotations: Record<string, AnnotationData>;
  readonly endpoint: Endpoint;
  readonly endpoints: [Endpoint, ...Endpoint[]];
  readonly role: Role;
  readonly roles: [Role, ...Role[]];
  readonly database: Database;
  readonly databases: [Database, ...Database[]];
  readonly operation: Operation;
  readonly operations: [Operation, ...Operation[]];
  readonly connection_uris: [ConnectionDetails];
  readonly pagination: { readonly cursor?: string; readonly next?: string };
  readonly password: string;
  readonly uri: string;
  readonly count: number;
  readonly message?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface ServedNeon extends Omit<StartedCloud<NeonState>, "url"> {
  /** Ends in `/api/v2`. */
  readonly url: string;
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Polls until the project has nothing left to do. */
  readonly settle: (projectId: string) => Promise<void>;
  /** Makes a project and waits for it. Answers the created response. */
  readonly project: (project?: object) => Promise<Body>;
  /** A mutation that is then waited for. Answers its response. */
  readonly done: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

/** Serves an empty Neon for one test. After it, every exchange must be one of Neon's document. */
export async function serveNeon(change: (state: NeonState) => void = () => {}): Promise<ServedNeon> {
  const cloud = await startCloud(neonCloud);
  change(cloud.state);
  const recorder = await startRecorder(cloud.url);
  const url = `${recorder.url}/api/v2`;
  closeWithTest(recorder.server);
  onTestFinished(() => expect(recorder.exchanges.flatMap(contract.check)).toEqual([]));

  const call: ServedNeon["call"] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type") === "application/json";
    return { status: answer.status, body: isJson ? JSON.parse(text) : text || undefined, headers: answer.headers };
  };
  const settle: ServedNeon["settle"] = async (projectId) => {
    const isDone = ({ status }: Operation) => status === "finished" || status === "error";
    while (!(await call("GET", `/projects/${projectId}/operations`)).body.operations.every(isDone));
  };
  const done: ServedNeon["done"] = async (method, path, body) => {
    const answer = await call(method, path, body);
    expect(answer.body?.message).toBeUndefined();
    await settle(path.split("/")[2] ?? "");
    return answer;
  };
  const project: ServedNeon["project"] = async (asked = {}) => {
    const { status, body } = await call("POST", "/projects", { project: { org_id: orgId, ...asked } });
    expect(status).toBe(201);
    await settle(body.project.id);
    return body;
  };
  return { ...cloud, url, call, settle, project, done };
}

/** Neon's error body; the request id is not the test's to say. */
export function refusal(message: string, code = ""): object {
  return { request_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/), code, message };
}

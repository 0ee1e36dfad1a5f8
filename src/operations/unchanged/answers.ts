import { createHash } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { cloudflareApi, cloudflareCredential } from "../../vendors/cloudflare/api-token.ts";
import { type Credential, firstSet, isWellFormedToken } from "../../vendors/credential.ts";
import { authorizeFly } from "../../vendors/fly/authorization.ts";
import { flyHosts } from "../../vendors/fly/hosts.ts";
import { flyCredential } from "../../vendors/fly/token.ts";
import { readApiUrl } from "../../vendors/github/api-url.ts";
import { githubCredential } from "../../vendors/github/token.ts";
import { neonApi, neonCredential } from "../../vendors/neon/api-key.ts";
import type { Read } from "./reads/read.ts";

/** How long one answer may take. Whoever waits longer asks the engine. */
const LIMIT_MS = 10_000;

interface Api {
  readonly credential: Credential;
  readonly url: (env: NodeJS.ProcessEnv) => string;
  /** Of a token, the header that is sent. Default: `Bearer <token>`. */
  readonly authorize?: (token: string) => string;
}

const at =
  ({ variable, url }: { readonly variable: string; readonly url: string }) =>
  (env: NodeJS.ProcessEnv) =>
    env[variable] || url;

/** As the plugins find them. */
const apis: { readonly [V in Read["vendor"]]: Api } = {
  fly: { credential: flyCredential, url: at(flyHosts.machines), authorize: (token) => authorizeFly(token).rest },
  flyGraphql: {
    credential: flyCredential,
    url: at(flyHosts.graphql),
    authorize: (token) => authorizeFly(token).graphql,
  },
  neon: { credential: neonCredential, url: at(neonApi) },
  cloudflare: { credential: cloudflareCredential, url: at(cloudflareApi) },
  github: { credential: githubCredential, url: readApiUrl },
};

/**
 * SHA-256 of what the vendors answer, asked all at once; `undefined` where one refuses, is silent, has more than one page, or is one that no
 * token is set for. No answer is kept, for some hold a secret.
 * @param salt so that the digest of a known answer cannot be looked up
 */
export async function digestAnswers(
  reads: readonly Read[],
  salt: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    const answers = await Promise.all(reads.map((read) => ask(read, env, signal)));
    if (answers.includes(undefined)) return undefined;
    return createHash("sha256")
      .update(JSON.stringify([salt, reads, answers]))
      .digest("hex");
  } catch {
    // No connection, or an answer that is not JSON: the engine says what is wrong.
    return undefined;
  }
}

async function ask(read: Read, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  const { credential, url, authorize = (token: string) => `Bearer ${token}` } = apis[read.vendor];
  const token = firstSet(credential.variables, env)?.trim();
  if (!token || !isWellFormedToken(token)) return undefined;
  const { status, text } = await send(`${url(env).replace(/\/+$/, "")}${read.path}`, {
    headers: { accept: "application/json", "user-agent": "parity", authorization: authorize(token), ...read.headers },
    body: read.body && JSON.stringify(read.body),
    signal,
  });
  // What is not there is an answer like any other. What is refused is not one.
  if (status === 404) return "404";
  if (status !== 200) return undefined;
  const answer: unknown = JSON.parse(text);
  return read.isWhole?.(answer) === false ? undefined : JSON.stringify(withoutMoving(answer, read));
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** Loading `fetch` takes longer than all else that is done here. */
function send(url: string, { headers, body, signal }: Sent): Promise<{ status: number; text: string }> {
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const options = body === undefined ? { headers } : { method: "POST", headers: { ...headers, ...asJson(body) } };
    const sent = request(url, { ...options, signal }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, text })).once("error", reject);
    });
    sent.once("error", reject).end(body);
  });
}

function asJson(body: string) {
  return { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
}

/** The same answer whatever the order of its keys, and whatever moves by itself. */
function withoutMoving(value: unknown, read: Pick<Read, "moving" | "fails">): unknown {
  const { moving = [], fails = {} } = read;
  if (Array.isArray(value)) return value.map((one) => withoutMoving(one, read));
  if (typeof value !== "object" || value === null) return value;
  const fixed = Object.entries(value)
    .filter(([key, inner]) => !moving.includes(key) || (Object.hasOwn(fails, key) && fails[key] === inner))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { of: fixed.map(([key, inner]) => [key, withoutMoving(inner, read)]) };
}

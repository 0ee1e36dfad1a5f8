import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createNeonClient, type NeonClient, type NeonClientOptions } from "../../../src/clouds/neon/client.ts";

export const apiKey = "napi_canary_0123456789";

/** One answer: JSON, or text of another type. */
export interface Scripted {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of a server that answers each request with what `script` says of its method and path. */
export async function scriptNeon(
  script: (request: string) => Scripted,
  options: Partial<NeonClientOptions> = {},
): Promise<NeonClient> {
  const server = createServer((request, response) => answer(response, script(`${request.method} ${request.url}`)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return createNeonClient({ apiKey, baseUrl: `http://127.0.0.1:${port}/api/v2`, ...options });
}

function answer(response: ServerResponse, { status, body, headers }: Scripted): void {
  const text = typeof body === "string";
  response.writeHead(status, { "content-type": text ? "text/html" : "application/json", ...headers });
  response.end(text ? body : JSON.stringify(body));
}

import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createGithubClient } from "../../../src/clouds/github/client.ts";
import { token } from "./emulated-github.ts";

/** A server that answers as told, for what the emulated GitHub never says, and a client of it. */
export async function scriptGithub(listener: RequestListener) {
  const seen: { method: string; url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const repository = { owner: "plyr-fm", repo: "plyr" };
  return { url, seen, client: createGithubClient({ token, apiUrl: url, repository }) };
}

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Exchange } from "../../../contract/openapi.ts";

/** Stands before a server and keeps what went through, whichever client sent it. */
export async function startRecorder(target: string): Promise<{ url: string; server: Server; exchanges: Exchange[] }> {
  const exchanges: Exchange[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks).toString();
    const method = incoming.method ?? "GET";
    const path = incoming.url ?? "/";
    const { authorization, "content-type": type } = incoming.headers;
    try {
      const answer = await fetch(`${target}${path}`, {
        method,
        headers: { ...(authorization && { authorization }), ...(type && { "content-type": type }) },
        ...(sent !== "" && { body: sent }),
      });
      const told = await answer.text();
      exchanges.push({
        method,
        path,
        requestBody: parse(sent),
        status: answer.status,
        responseBody: parse(told),
      });
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(told);
    } catch {
      incoming.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, exchanges };
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

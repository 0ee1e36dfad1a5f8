import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { listen } from "../../src/plugin/launch.ts";
import { isAlive } from "../../tools/folder-lock.mjs";
import { stubs } from "./stubs.ts";

/**
 * Serves stubs to the processes of `relay` that engines start in their place: a process of Node.js for each takes longer to start
 * than all that it is asked. Each is a session of its own, which ends with its connection.
 * @param file where the port is written
 */
export async function hostStubs(file: string): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    serve(socket).catch((error: Error) => socket.destroy(error));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  writeFileSync(file, `${(server.address() as AddressInfo).port}\n`, { mode: 0o600 });
  server.unref();
}

/** Answers the port of the stub. Without one, the relay starts a process. */
async function serve(socket: Socket): Promise<void> {
  const [name = "", engineAddress = "", engine = "", ...variables] = await readHead(socket);
  const load = stubs.get(name);
  if (!load) return void socket.end();
  const pairs = variables.map((variable) => variable.split(/=(.*)/s, 2));
  const { service, session } = (await load()).create(Object.fromEntries(pairs));
  if (engineAddress) session.log.attach(engineAddress);
  const { server, port } = await listen(service);
  const watch = setInterval(() => isAlive(Number(engine)) || socket.destroy(), 1000).unref();
  const end = () => {
    clearInterval(watch);
    session.cancel();
    server.forceShutdown();
  };
  if (socket.destroyed) end();
  else socket.once("close", end).write(`${port}\n`);
}

/** The lines before the first empty one. */
function readHead(socket: Socket): Promise<string[]> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const reader = createInterface(socket);
    reader.on("line", (line) => (line === "" ? resolve(lines) : lines.push(line)));
    reader.once("close", () => reject(new Error("The connection ended early.")));
  });
}

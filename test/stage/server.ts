import type { Server } from "node:http";
import { onTestFinished } from "vitest";

/** Ends a server with the test, also where a client still holds a connection. */
export function closeWithTest(server: Server): void {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
}

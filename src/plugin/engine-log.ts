import { credentials, Metadata } from "@grpc/grpc-js";
import { printableLines } from "../problem/printable.ts";
import { hideSecrets } from "../problem/secrets.ts";

export type Severity = "info" | "warning";

/** The engine's logging channel. Lines for an engine that is gone, or was never named, are dropped. */
export interface EngineLog {
  attach: (address: string) => void;
  write: (severity: Severity, urn: string, message: string) => void;
  /** Settles when every line written so far has reached the engine, or one second later. */
  flush: () => Promise<void>;
}

/** Calls `pulumirpc.Engine/Log`, whose client is loaded with the first line. */
export function createEngineLog(): EngineLog {
  let address: string | undefined;
  let connecting: Promise<{ client: Client; pb: Messages }> | undefined;
  const pending = new Set<Promise<void>>();

  async function send(target: string, severity: Severity, urn: string, message: string): Promise<void> {
    connecting ??= connect(target);
    const { client, pb } = await connecting;
    const request = new pb.LogRequest();
    request.setSeverity(severity === "warning" ? pb.LogSeverity.WARNING : pb.LogSeverity.INFO);
    request.setUrn(urn);
    request.setMessage(message);
    await new Promise<void>((resolve) => {
      client.log(request, new Metadata(), { deadline: Date.now() + 1000 }, () => resolve());
    });
  }

  return {
    attach(target) {
      if (target === address) return;
      address = target;
      connecting = undefined;
    },
    write(severity, urn, message) {
      if (address === undefined) return;
      const line = send(address, severity, urn, printableLines(hideSecrets(message)).join("\n"))
        .catch(() => {})
        .finally(() => pending.delete(line));
      pending.add(line);
    },
    async flush() {
      await Promise.all(pending);
    },
  };
}

async function connect(address: string) {
  const grpc = await import("@pulumi/pulumi/proto/engine_grpc_pb.js");
  const messages = await import("@pulumi/pulumi/proto/engine_pb.js");
  return { client: new grpc.default.EngineClient(address, credentials.createInsecure()), pb: messages.default };
}

type Connection = Awaited<ReturnType<typeof connect>>;
type Client = Connection["client"];
type Messages = Connection["pb"];

import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, startPlugin, type TestPlugin } from "./harness.ts";
import { ToyCloud, toyOptions } from "./toy.ts";

const inputs = { name: "abc", size: 1, values: {}, secret: {} };

/** The part of the engine that takes log lines. */
async function startEngine(lines: unknown[]) {
  const engine = new Server();
  engine.addService(engineGrpc.EngineService, {
    log: (call: { request: enginePb.LogRequest }, callback: (error: null, answer: emptyPb.Empty) => void) => {
      const { severity, urn, message } = call.request.toObject();
      lines.push({ severity, urn, message });
      callback(null, new emptyPb.Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { engine, address: `127.0.0.1:${port}` };
}

describe("a line that a definition logs", () => {
  const cloud = new ToyCloud();
  let plugin: TestPlugin;

  beforeEach(async () => {
    plugin = await startPlugin(toyOptions(cloud));
  });
  afterEach(() => plugin.close());

  const attach = (address: string) =>
    ask<emptyPb.Empty>((done) => plugin.client.attach(new pluginPb.PluginAttach().setAddress(address), done));

  it("reaches the engine with its resource before the operation is answered", async () => {
    const lines: unknown[] = [];
    const { engine, address } = await startEngine(lines);
    await attach(address);
    await plugin.create("toy:index:Thing", inputs);
    expect(lines).toStrictEqual([
      {
        severity: enginePb.LogSeverity.INFO,
        urn: "urn:pulumi:staging::plyr::toy:index:Thing::thing",
        message: "making abc",
      },
    ]);
    engine.forceShutdown();
  });

  it("is dropped when the engine is gone, and does no harm", async () => {
    await attach("127.0.0.1:1");
    expect((await plugin.create("toy:index:Thing", inputs)).id).toBe("abc");
  });

  it("is dropped when there is no engine", async () => {
    expect((await plugin.create("toy:index:Thing", inputs)).id).toBe("abc");
  });
});

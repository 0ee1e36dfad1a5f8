import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { credentials, status } from "@grpc/grpc-js";
import type pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findEngineAddress } from "../../src/plugin/launch.ts";
import { ask, PluginFailure } from "./harness.ts";

const EXECUTABLE = resolve(import.meta.dirname, "../../bin/pulumi-resource-parity");

describe("the engine's address", () => {
  it.each([
    [["127.0.0.1:5000"], "127.0.0.1:5000"],
    [["--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:1", "127.0.0.1:5000"], "127.0.0.1:5000"],
    [[], undefined],
    [["--help"], undefined],
  ])("among %j is %s", (args, address) => {
    expect(findEngineAddress(args)).toBe(address);
  });
});

describe("the plugin's executable", () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "parity-plugin-"));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** Starts it as the engine does, from another folder and through a symbolic link. Answers the line it printed. */
  async function start(command = join(folder, "pulumi-resource-parity"), args = ["127.0.0.1:1"]) {
    symlinkSync(EXECUTABLE, join(folder, "pulumi-resource-parity"));
    const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const exited = new Promise<number | null>((done) => child.once("exit", done));
    let printed = "";
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed.includes("\n")) break;
    }
    return { child, printed, exited };
  }

  function connect(printed: string) {
    return new providerGrpc.ResourceProviderClient(`127.0.0.1:${printed.trim()}`, credentials.createInsecure());
  }

  it("prints its port and nothing else, and answers there", async () => {
    const { printed } = await start();
    expect(printed).toMatch(/^\d+\n$/);
    const client = connect(printed);
    const handshake = new providerPb.ProviderHandshakeRequest().setEngineAddress("127.0.0.1:1");
    const answer = await ask<providerPb.ProviderHandshakeResponse>((done) => client.handshake(handshake, done));
    expect(answer.toObject()).toStrictEqual({
      acceptSecrets: true,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: false,
      acceptsByteString: false,
      acceptsOutputsInInvoke: false,
      acceptsOutputsInCall: false,
      acceptsOutputsInCheck: false,
    });
    const info = await ask<pluginPb.PluginInfo>((done) => client.getPluginInfo(new emptyPb.Empty(), done));
    const { version } = JSON.parse(readFileSync(resolve(EXECUTABLE, "../../package.json"), "utf8"));
    expect(info.getVersion()).toBe(version);
    const invoke = ask<providerPb.InvokeResponse>((done) => client.invoke(new providerPb.InvokeRequest(), done));
    await expect(invoke).rejects.toStrictEqual(
      new PluginFailure(status.UNIMPLEMENTED, "The parity plugin has no functions."),
    );
    client.close();
  });

  it("starts in a folder that is a link, whose parent is another", async () => {
    symlinkSync(dirname(EXECUTABLE), join(folder, "bin"));
    const { printed } = await start(join(folder, "bin", "pulumi-resource-parity"));
    expect(printed).toMatch(/^\d+\n$/);
  });

  it("keeps what V8 has compiled of it before an engine kills it", async () => {
    const compiled = join(folder, "compiled");
    vi.stubEnv("NODE_COMPILE_CACHE", compiled);
    const { child, exited } = await start();
    const kept = () => readdirSync(folder, { recursive: true, encoding: "utf8" });
    await vi.waitFor(() => expect(kept()).toContainEqual(expect.stringMatching(/^compiled\/.+\//)), 20_000);
    child.kill("SIGKILL");
    expect(await exited).toBeNull();
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends on %s", async (signal) => {
    const { child, exited } = await start();
    child.kill(signal);
    expect(await exited).toBe(0);
  });

  it("ends when the engine that started it is gone", async () => {
    const engine = `"${join(folder, "pulumi-resource-parity")}" 127.0.0.1:1 & wait`;
    const { child, printed } = await start("/bin/sh", ["-c", engine]);
    const client = connect(printed);
    await ask<pluginPb.PluginInfo>((done) => client.getPluginInfo(new emptyPb.Empty(), done));
    child.kill("SIGKILL");
    const deadline = Date.now() + 5000;
    let answers = true;
    while (answers && Date.now() < deadline) {
      await sleep(100);
      answers = await ask<pluginPb.PluginInfo>((done) => client.getPluginInfo(new emptyPb.Empty(), done)).then(
        () => true,
        () => false,
      );
    }
    expect(answers).toBe(false);
    client.close();
  });
});

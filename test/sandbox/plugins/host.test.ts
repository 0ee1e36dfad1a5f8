import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import type pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { hostStubs } from "../../../sandbox/plugins/host.ts";
import { encodeProperties } from "../../../src/plugin/property-values.ts";
import { ask } from "../../plugin/harness.ts";

const relay = join(import.meta.dirname, "../../../sandbox/plugins/relay");
const folder = mkdtempSync(join(tmpdir(), "stubs-"));
const file = join(folder, "stubs.port");
beforeAll(() => hostStubs(file));

/** Starts a relay whose plugin as a process of its own would be `echo`. */
function start(name: string, { at = file, env = {} }: { at?: string; env?: NodeJS.ProcessEnv } = {}): ChildProcess {
  const child = spawn("bash", [relay, name, "/bin/echo", at, "127.0.0.1:1"], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const firstLine = (child: ChildProcess) =>
  new Promise<string>((resolve) => child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())));

function connect(port: string) {
  const client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  onTestFinished(() => client.close());
  const version = () =>
    ask<pluginPb.PluginInfo>((done) => client.getPluginInfo(new emptyPb.Empty(), done)).then((info) =>
      info.getVersion(),
    );
  return { client, version };
}

it.each(["cloudflare", "github"])("a relay prints the port of the %s stub, which ends with it", async (name) => {
  const child = start(name);
  const { version } = connect(await firstLine(child));
  expect(await version()).toMatch(/^\d+\.\d+\.\d+$/);
  child.kill();
  await expect.poll(() => version().catch(() => "gone")).toBe("gone");
});

it("a stub has the variables that its own relay was started with", async () => {
  const urn = "urn:pulumi:a::b::github:index/repositoryEnvironment:RepositoryEnvironment::c";
  const read = async (env: NodeJS.ProcessEnv) => {
    const { client } = connect(await firstLine(start("github", { env })));
    const properties = encodeProperties({ repository: "a", environment: "b" });
    const request = new providerPb.ReadRequest().setUrn(urn).setId("a:b").setProperties(properties);
    return ask((done) => client.read(request.setInputs(properties), done)).catch((error: Error) => error.message);
  };
  expect(await read({ GITHUB_TOKEN: "x", GITHUB_BASE_URL: "https://one.example/" })).toContain("https://one.example/");
  expect(await read({ GITHUB_TOKEN: "x", GITHUB_BASE_URL: "https://two.example/" })).toContain("https://two.example/");
});

it("the stub is a process of its own where nothing serves it, or where that is asked for", async () => {
  const closed = join(folder, "closed.port");
  writeFileSync(closed, "1\n");
  expect(await firstLine(start("github", { at: join(folder, "none") }))).toBe("127.0.0.1:1");
  expect(await firstLine(start("github", { at: closed }))).toBe("127.0.0.1:1");
  expect(await firstLine(start("unknown"))).toBe("127.0.0.1:1");
  expect(await firstLine(start("github", { env: { PARITY_STUB_PROCESSES: "true" } }))).toBe("127.0.0.1:1");
});

it("a stub ends when its engine is gone, which its relay does not see", async () => {
  const engine = spawn("bash", ["-c", `bash '${relay}' github /bin/echo '${file}' 127.0.0.1:1 & wait`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { version } = connect(await firstLine(engine));
  expect(await version()).toMatch(/^\d/);
  engine.kill("SIGKILL");
  await expect.poll(() => version().catch(() => "gone"), { timeout: 10_000 }).toBe("gone");
});

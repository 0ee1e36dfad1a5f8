import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { credentials } from "@grpc/grpc-js";
import type pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { ask } from "../../plugin/harness.ts";

const folderOf = (name: string) => resolve(import.meta.dirname, "../../../sandbox/plugins", name);

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the plugin ended with ${code}`)));
  });
}

describe.each(["cloudflare", "github"])("pulumi-resource-%s", (name) => {
  const file = `pulumi-resource-${name}`;

  it.each([
    ["a link to the executable", (home: string) => symlinkSync(join(folderOf(name), file), join(home, file))],
    ["a link to its folder", (home: string) => symlinkSync(folderOf(name), join(home, "linked")), "linked"],
  ])("starts through %s, from any folder", async (_what, link, inside = ".") => {
    const home = mkdtempSync(join(tmpdir(), "stand in "));
    mkdirSync(join(home, "elsewhere"));
    link(home);
    const child = spawn(join(home, inside, file), [], {
      cwd: join(home, "elsewhere"),
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => {
      child.kill();
      rmSync(home, { recursive: true });
    });
    const port = await firstLine(child);
    const client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    onTestFinished(() => client.close());
    const info = await ask<pluginPb.PluginInfo>((done) => client.getPluginInfo(new emptyPb.Empty(), done));
    expect(info.getVersion()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

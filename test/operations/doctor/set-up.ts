import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { githubCloud } from "../../../sandbox/clouds/github/index.ts";
import { neonCloud } from "../../../sandbox/clouds/neon/index.ts";
import { examine } from "../../../src/operations/doctor/doctor.ts";
import type { Finding } from "../../../src/operations/doctor/finding.ts";
import { folderWith } from "../../cli/command.ts";
import { serveAnswers } from "../../clouds/fly/scripted-server.ts";
import { startCloud, tokens } from "../../stage/clouds.ts";
import { accounts } from "../../stage/product.ts";
import { reviewFiles, reviewSystem } from "../../stage/review-product.ts";
import { type ScriptedRun, scriptPulumi } from "../engine/scripted-pulumi.ts";

/** Made by the engine with the passphrase `x`. */
const salt = "v1:Lg6QT6yeU1k=:v1:tCtfYL9LuSQT/veZ:d62jA7myaTifqgwasDWD4pEg6R1R9g==";

/** As the engine writes what it was given. */
const secrets = "  acme:secrets:\n    PARTNER:\n      secure: v1:a:b\n";

/** A product whose every stack has what it needs; production is not up yet. No stack has a salt, which takes a second to try. */
export async function setUp() {
  const seed = {
    flyOrganizations: [accounts.fly.organization, "globex"],
    neonOrganizations: [reviewSystem.neon.organization],
    cloudflareAccounts: [accounts.cloudflare.account],
    githubRepositories: [accounts.repository],
  };
  const [fly, neon, cloudflare, github] = [
    await startCloud(flyCloud, seed),
    await startCloud(neonCloud, seed),
    await startCloud(cloudflareCloud, seed),
    await startCloud(githubCloud, seed),
  ];
  const files: { [file: string]: string } = { ...reviewFiles() };
  for (const stack of ["staging", "production"]) files[`Pulumi.${stack}.yaml`] += secrets;
  const backend = folderWith({});
  const script: { [command: string]: ScriptedRun } = {
    version: { prints: "v3.276.0\n" },
    whoami: { prints: JSON.stringify({ user: "ann", url: `file://${backend}` }) },
    stack: listing({ name: "staging", resourceCount: 30 }, { name: "production", resourceCount: 0 }),
    plugin: { prints: JSON.stringify(["cloudflare@6.22.1", "github@6.15.0"].map(pluginOf)) },
  };
  const env: NodeJS.ProcessEnv = {
    PULUMI_CONFIG_PASSPHRASE: "x",
    FLY_API_TOKEN: tokens.fly,
    FLY_FLAPS_BASE_URL: fly.url,
    FLY_API_BASE_URL: fly.url,
    NEON_API_KEY: tokens.neon,
    NEON_API_HOST: `${neon.url}/api/v2`,
    CLOUDFLARE_API_TOKEN: tokens.cloudflare,
    CLOUDFLARE_BASE_URL: `${cloudflare.url}/client/v4`,
    GITHUB_TOKEN: tokens.github,
    GITHUB_BASE_URL: `${github.url}/`,
  };
  placeNode("v22.12.0");
  const clouds = { fly, neon, cloudflare, github };
  const today = new Date("2026-11-21T12:00:00Z");
  return {
    ...{ clouds, files, backend, script, env },
    /** Encrypts a stack with the passphrase `x`. */
    encrypt(stack: string): void {
      files[`Pulumi.${stack}.yaml`] = `encryptionsalt: ${salt}\n${files[`Pulumi.${stack}.yaml`]}`;
    },
    /** Who holds a stack in the backend's folder, as the engine writes it. */
    lock(stack: string, lock: object): void {
      const folder = join(backend, ".pulumi", "locks", "organization", "acme", stack);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "ae6c29dd.json"), JSON.stringify(lock));
    },
    /** What is found, by what was looked at. */
    async examine(stack?: string) {
      const folder = folderWith(files);
      const bin = join(folder, "node_modules/@env-parity/parity/bin");
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, "pulumi-resource-parity"), "");
      if (Object.keys(script).length > 0) scriptPulumi(script);
      return examine({ project: folder, stack, env, today });
    },
  };
}

export type SetUp = Awaited<ReturnType<typeof setUp>>;

export function listing(...stacks: readonly object[]): ScriptedRun {
  return { prints: JSON.stringify(stacks) };
}

export function pluginOf(named: string): object {
  const [name, version] = named.split("@");
  return { name, kind: "resource", version, size: 1, lastUsed: "2026-11-01T00:00:00Z" };
}

/** A `node` on the PATH that says that it is this version. */
export function placeNode(version: string): void {
  const folder = folderWith({ node: `#!/bin/sh\necho ${version}\n` });
  chmodSync(join(folder, "node"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
}

/** An address that gives these answers in turn. */
export async function serve(...answers: Parameters<typeof serveAnswers>): Promise<string> {
  const server = await serveAnswers(...answers);
  onTestFinished(() => void server.close());
  return server.url;
}

/** What was found, in words, by what was looked at. */
export function detailsOf(findings: readonly Finding[]): { [what: string]: string } {
  return Object.fromEntries(findings.map(({ what, detail }) => [what, detail]));
}

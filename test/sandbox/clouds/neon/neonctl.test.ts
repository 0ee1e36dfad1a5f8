import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { apiKey, orgId, type ServedNeon, serveNeon } from "./serve-neon.ts";

const program = join(dirname(createRequire(import.meta.url).resolve("neonctl/package.json")), "bin/cli.js");

/** What is compiled for one of its twelve starts serves the others. */
const compiled = join(tmpdir(), "neonctl-compiled");

/** Neon's command line tool, away from the user's own configuration. Answers what it printed. */
function openCli({ url }: ServedNeon) {
  const home = mkdtempSync(join(tmpdir(), "neonctl-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    NODE_COMPILE_CACHE: compiled,
    NEON_API_HOST: url,
    CI: "true",
    NO_COLOR: "1",
  };
  const common = ["--api-key", apiKey, "--no-analytics", "--config-dir", home];
  const run = async (...args: string[]): Promise<string> => {
    const options = { env, cwd: home, timeout: 25_000 };
    return (await promisify(execFile)(process.execPath, [program, ...args, ...common], options)).stdout;
  };
  return { run, read: async (...args: string[]) => JSON.parse(await run(...args, "--output", "json")) };
}

test("neonctl makes, lists, inspects and deletes a project and a branch", { timeout: 120_000 }, async () => {
  const neon = await serveNeon();
  const { run, read } = openCli(neon);

  const { project, connection_uris } = await read("projects", "create", "--name", "relay", "--org-id", orgId);
  expect(project).toMatchObject({ name: "relay", org_id: orgId });
  expect(await read("projects", "list", "--org-id", orgId)).toMatchObject([{ id: project.id, name: "relay" }]);
  const inside = ["--project-id", project.id];
  expect(await read("operations", "list", ...inside)).toMatchObject([
    { action: "start_compute" },
    { action: "create_timeline" },
  ]);
  await neon.settle(project.id);
  expect(await run("connection-string", "main", ...inside)).toBe(`${connection_uris[0].connection_uri}\n`);

  const made = await read("branches", "create", "--name", "pr-42", ...inside);
  expect(made).toMatchObject({ branch: { name: "pr-42", default: false }, endpoints: [{ type: "read_write" }] });
  await neon.settle(project.id);
  const uri = new URL(await run("connection-string", "pr-42", "--pooled", ...inside));
  expect(uri.hostname).toBe(made.endpoints[0].host.replace(".", "-pooler."));
  expect(await read("roles", "list", "--branch", "pr-42", ...inside)).toMatchObject([{ name: "neondb_owner" }]);

  await run("branches", "delete", "pr-42", ...inside);
  const names = (await read("branches", "list", ...inside)).map(({ name }: { name: string }) => name);
  expect(names).toEqual(["main"]);
  await neon.settle(project.id);
  await run("projects", "delete", project.id);
  expect(await read("projects", "list", "--org-id", orgId)).toEqual([]);
});

test("neonctl names the organizations when none is given", async () => {
  const { read } = openCli(await serveNeon());
  expect(await read("orgs", "list")).toMatchObject([{ id: orgId }, { id: "org-other-sea-87654321" }]);
  expect(await read("me")).toMatchObject({ email: "sandbox@example.com" });
});

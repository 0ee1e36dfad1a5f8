import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cloudFiles } from "../../sandbox/clouds/daemon-files.ts";
import { sandboxTokens } from "../../sandbox/clouds/tokens.ts";
import { Clouds } from "../../sandbox/running-clouds.ts";
import { isAlive } from "../../tools/folder-lock.mjs";

const seed = {
  tokens: sandboxTokens,
  flyOrganizations: ["acme"],
  neonOrganizations: [],
  cloudflareAccounts: ["a"],
  cloudflareZones: [],
  githubRepositories: ["acme/shop"],
};

describe("the background process of the clouds", () => {
  let folder: string;
  let said: string[];
  const connect = (given = seed) => Clouds.connect(folder, given, (line) => said.push(line));

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "clouds-")));
    said = [];
  });
  afterEach(async () => {
    await (await Clouds.find(folder))?.stop();
    rmSync(folder, { recursive: true });
  });

  it("is started once by two commands at the same time, and said once", async () => {
    const [first, second] = await Promise.all([connect(), connect()]);
    expect(first.running).toEqual(second.running);
    expect(said).toEqual([
      `the clouds of this sandbox are up (process ${first.running.pid}, npm run sandbox -- stop ends them)`,
    ]);
  });

  it("has no secret in its command line", async () => {
    const { running } = await connect();
    const line = execFileSync("ps", ["-o", "args=", "-p", String(running.pid)], { encoding: "utf8" });
    for (const token of Object.values(sandboxTokens)) expect(line).not.toContain(token);
  });

  it("comes back on the same ports with what it held", async () => {
    const first = await connect();
    const authorization = `Bearer ${sandboxTokens.fly}`;
    const made = await fetch(`${first.urls.fly}/v1/apps`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ name: "acme-api", org_slug: "acme" }),
    });
    expect(made.status).toBe(201);
    await first.stop();
    expect(isAlive(first.running.pid)).toBe(false);
    expect(await Clouds.find(folder)).toBeUndefined();

    const second = await connect();
    expect(second.urls).toEqual(first.urls);
    const read = await fetch(`${second.urls.fly}/v1/apps/acme-api`, { headers: { authorization } });
    expect(read.status).toBe(200);
    expect(await second.readJournal(1)).toEqual([expect.objectContaining({ n: 2, operation: "fly.readApp" })]);
  });

  it("is restarted with an account that the config gained", async () => {
    const first = await connect();
    const second = await connect({ ...seed, githubRepositories: ["acme/shop", "acme/docs"] });
    expect(second.running.pid).not.toBe(first.running.pid);
    const { repositories } = (await second.readState("github")) as { repositories: { name: string }[] };
    expect(repositories.map(({ name }) => name)).toEqual(["shop", "docs"]);
  });

  it("is restarted where another process has its number now", async () => {
    const { running } = await connect();
    await (await Clouds.find(folder))?.stop();
    writeFileSync(cloudFiles(folder).running, JSON.stringify({ ...running, pid: process.pid }));
    const again = await connect();
    expect(again.running.pid).not.toBe(process.pid);
  });

  it("says its last words when it does not come up", async () => {
    await connect();
    await (await Clouds.find(folder))?.stop();
    writeFileSync(cloudFiles(folder).state("fly"), "not json");
    await expect(connect()).rejects.toThrow(/^The clouds of the sandbox did not come up\. .*SyntaxError/s);
  });
});

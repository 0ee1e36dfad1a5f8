import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Journal } from "../../../sandbox/clouds/core/journal.ts";
import { cloudFiles } from "../../../sandbox/clouds/daemon-files.ts";
import { openFolder } from "../../../sandbox/folder.ts";
import type { Parts } from "../../../sandbox/page/view.ts";
import { Watch } from "../../../sandbox/page/watch.ts";
import { runFile } from "../../../sandbox/run-file.ts";
import { readSource } from "../../../sandbox/source.ts";
import { api, productFiles } from "../../stage/product.ts";

const canary = "canary-3f9a1c";
const acme = productFiles(
  { apps: { api: { ...api, name: "acme-api${environment.suffix}", secrets: { KEY: { generate: "hex" } } } } },
  { dev: {}, staging: { deploy: { on: { push: { branches: ["main"] } } } } },
);

describe("what the page is told", () => {
  let root: string;
  let told: { part: keyof Parts; content: unknown }[];
  let leave: () => void;
  let journal: Journal;
  let files: ReturnType<typeof cloudFiles>;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "page-"));
    for (const [name, text] of Object.entries(acme)) writeFileSync(join(root, name), text);
    const folder = openFolder({ folder: root, sandbox: join(root, ".sandbox") }, undefined, {});
    files = cloudFiles(folder.root);
    mkdirSync(files.folder, { recursive: true });
    journal = new Journal(files.journal);
    hold("fly", {
      apps: { "acme-api-staging": { tokenSecret: canary, secrets: { entries: { KEY: { value: canary } } } } },
      note: canary,
    });
    hold("neon", { projects: [{ project: { name: "acme-staging" }, roles: [{ name: "owner", password: canary }] }] });
    writeFileSync(runFile(folder), JSON.stringify({ command: "up", stack: "staging", steps: [] }));
    told = [];
    leave = new Watch(folder, readSource({ folder: root })).listen((part, content) => told.push({ part, content }));
  });
  afterEach(async () => {
    leave();
    await new Promise((resolve) => setTimeout(resolve, 300));
    rmSync(root, { recursive: true, force: true });
  });

  const hold = (cloud: "fly" | "neon", state: unknown) => writeFileSync(files.state(cloud), JSON.stringify({ state }));
  const call = (path: string) =>
    journal.add({ cloud: "fly", operation: "fly.readApp", method: "GET", path, status: 200, ms: 3, body: [canary] });
  const last = <P extends keyof Parts>(part: P) => told.findLast((one) => one.part === part)?.content as Parts[P];
  const things = () => last("environments")?.stacks.find(({ stack }) => stack === "staging")?.things ?? [];

  it("is calls as they come, without the values of their query", async () => {
    call(`/v1/apps/a?min_version=1&token=${canary}`);
    await vi.waitFor(() => expect(last("calls").calls).toHaveLength(1), 25_000);
    expect(last("calls")).toEqual({
      whole: false,
      calls: [expect.objectContaining({ n: 1, status: 200, ms: 3, path: "/v1/apps/a?min_version=…&token=…" })],
    });
    call("/v1/apps/b");
    await vi.waitFor(() => expect(last("calls").calls[0]).toMatchObject({ n: 2, path: "/v1/apps/b" }), 25_000);
    expect(Date.parse(last("calls").calls[0]?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
    journal.clear();
    await vi.waitFor(() => expect(last("calls")).toEqual({ whole: true, calls: [] }), 25_000);
  });

  it("is the last run, and says that the clouds are not running", async () => {
    await vi.waitFor(() => expect(last("faults")?.running).toBe(false), 20_000);
    expect(last("run")).toMatchObject({ command: "up", stack: "staging" });
  });

  it("is each environment's things, with what their clouds hold of them: names, and never a value", async () => {
    call(`/v1/apps/a?token=${canary}`);
    await vi.waitFor(() => expect(things().length).toBeGreaterThan(0), 25_000);
    expect(things()).toContainEqual(
      expect.objectContaining({ path: "apps.api", name: "acme-api-staging", at: "fly", held: ["1 secret"] }),
    );
    // What a state holds of other environments is not this one's.
    const dev = last("environments").stacks.find(({ stack }) => stack === "dev")?.things ?? [];
    expect(dev.map(({ at, held }) => [at, held])).toEqual([["local", undefined]]);
    expect(last("clouds")[1]?.holds).toEqual([
      {
        name: "projects",
        parts: [{ name: "acme-staging", parts: [{ name: "roles", parts: [{ name: "owner", parts: [] }] }] }],
      },
    ]);
    expect(JSON.stringify(told)).not.toContain(canary);

    // What was read before stays while a file cannot be.
    writeFileSync(join(root, "Pulumi.yaml"), `name: [${canary}`);
    await vi.waitFor(() => expect(last("environments").unreadable).toBe(true), 25_000);
    expect(things().length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain(canary);
  });
});

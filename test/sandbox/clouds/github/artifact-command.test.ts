import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sandboxTokens } from "../../../../sandbox/clouds/tokens.ts";
import { Clouds } from "../../../../sandbox/running-clouds.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const start = join(root, "tools", "start.mjs");

describe("npm run sandbox -- artifact", () => {
  let folder: string;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "sandbox-artifact-")));
    writeFileSync(join(folder, "plan.json"), '{"plan":1}');
  });
  afterAll(async () => {
    await (await Clouds.find(folder))?.stop();
    rmSync(folder, { recursive: true });
  });

  const run = (...words: string[]): Promise<{ code: number; stderr: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, INIT_CWD: folder };
      execFile(process.execPath, [start, "sandbox", "--dir", folder, ...words], { env }, (error, _, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stderr }),
      );
    });
  const upload = (...more: string[]) =>
    run("artifact", "plan.json", "--repository", "zzstoatzz/plyr.fm", "--name", "plan-staging", ...more);

  test("uploads files for a pull request, which a client then downloads", async () => {
    const missing = await upload("--pull", "1");
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("zzstoatzz/plyr.fm has no pull request 1");

    const clouds = await Clouds.find(folder);
    const url = `${clouds?.urls.github}/api/v3/repos/zzstoatzz/plyr.fm`;
    const headers = { authorization: `Bearer ${sandboxTokens.github}` };
    const pull = JSON.stringify({ title: "one", head: "feat", base: "main" });
    expect((await fetch(`${url}/pulls`, { method: "POST", headers, body: pull })).status).toBe(201);

    expect(await upload("--pull", "1")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("artifact 3900000001 of pull request 1 is plan-staging"),
    });
    const response = await fetch(`${url}/actions/artifacts/3900000001/zip`, { headers, redirect: "manual" });
    const blob = await fetch(response.headers.get("location") ?? "");
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
      ["plan.json", '{"plan":1}'],
    ]);
  });

  test.each<[string[], string]>([
    [
      ["artifact", "none.json", "--repository", "a/b", "--name", "n", "--pull", "1"],
      "none.json cannot be read: ENOENT",
    ],
    [["artifact", "plan.json", "--repository", "a/b", "--name", "n", "--pull", "x"], "It is a whole number above 0."],
    [["artifact", "plan.json", "--repository", "a/b", "--pull", "1"], "required option '--name <name>' not specified"],
    [["artifact", "--repository", "a/b", "--name", "n", "--pull", "1"], "missing required argument 'file'"],
  ])("%j is a wrong command line", async (words, message) => {
    const { code, stderr } = await run(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";
import { shape, startOf } from "../stage/typed-line.ts";
import { expectNoChanges } from "./outcome.ts";

const folder = join(mkdtempSync(join(tmpdir(), "parity-init-")), "shop");
const words = ["init", folder, "--yes", "--no-stacks", "--name", "shop", "--repository", "acme/shop"];
const flags = ["--apps", "api:8000,worker", "--database", "neon", "--with", "bucket,site"];
const [command = "", ...start] = startOf("cli");
const said = execFileSync(command, [...start, ...words, ...flags, "--environments", "staging,production,review"], {
  encoding: "utf8",
});
const sandbox = new Sandbox(folder);
afterAll(() => sandbox.close());

test("what init writes is fine, and goes up by the lines that it ends with", async () => {
  const checked = await sandbox.type(said, shape`npx parity check`);
  expect(checked.text).toContain("staging: fine");
  const up = await sandbox.type(said, shape`npx parity up --stack …`);
  expect(up, up.text).toMatchObject({ code: 0, text: expect.stringMatching(/^shared is up: \d+ created\.$/m) });
  await sandbox.bringUp("staging");
  await expectNoChanges(sandbox, "staging", "--refresh");
});

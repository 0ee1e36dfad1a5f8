import { expect, test } from "vitest";
import { runSecretsList, runSecretsMissing } from "../../src/cli/secrets/secrets.ts";
import { folderWith, run, wrong } from "./command.ts";

test("secrets of a stack are listed by source, for people and for programs", async () => {
  const shown = await run(async () => runSecretsList({ project: ".", stack: "production" }, {}));
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining("only a person has it (NOTIFY_BOT_PASSWORD)") });
  const { out } = await run(async () => runSecretsList({ project: ".", stack: "production", json: true }, {}));
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ of: "generated", key: "apps.api.secrets.OAUTH_ENCRYPTION_KEY" }),
  );
});

test("what is missing has the line to run each, and fails", async () => {
  const { code, out } = await run(async () => runSecretsMissing({ project: ".", stack: "staging" }));
  expect(code).toBe(1);
  expect(out).toContain("Run: pulumi config set --path --secret --stack staging 'plyr:secrets.LOGFIRE_WRITE_TOKEN'");
  const all = await run(async () => runSecretsMissing({ project: "systems/live-listen", json: true }));
  expect(all).toMatchObject({ code: 0, out: "[]\n" });
});

test("a stack that is not sound is told why", async () => {
  const { code, out } = await run(async () => runSecretsList({ project: folderWith(wrong), stack: "staging" }, {}));
  expect(code).toBe(1);
  expect(out).toContain("[unknown-key]");
});

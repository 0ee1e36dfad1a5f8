import { afterAll, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";
import { live } from "./outcome.ts";

const sandbox = new Sandbox();
let said = "";
afterAll(() => sandbox.close());

/** What Neon and Fly hold. */
async function held(): Promise<unknown> {
  return live([await sandbox.cloud("neon"), await sandbox.cloud("fly")]);
}

test("a state of the same project and stack names owns nothing of another: its up is refused, its destroy deletes none", async () => {
  await sandbox.bringUp("staging");
  const before = await held();
  // The other's state is out of reach, not lost: this is an empty state of the same names.
  await sandbox.succeed(["stack", "rm", "staging", "--force", "--yes", "--preserve-config"]);

  const refused = await sandbox.run(["up", "--stack", "staging", "--yes", "--continue-on-error"]);
  expect(refused.code).not.toBe(0);
  expect(refused.text).toMatch(
    /Neon project \S+ has the name "\S+" already, and nothing proves that this state made it\. It carries the mark of "main" in stack staging of plyr, lineage [0-9a-f-]{36}\./,
  );
  expect(refused.text).toMatch(/already has a Fly app "\S+", and nothing proves that this stack made it\./);
  expect(refused.text).not.toContain("pulumi import");
  expect(await held()).toEqual(before);

  await sandbox.succeed(["destroy", "--stack", "staging", "--yes", "--skip-preview"]);
  expect(await held()).toEqual(before);
  said = refused.text;
});

whole("the line that the refusal names takes over what is there, and its data stays as it is", async () => {
  const { apps } = await sandbox.cloud<{ apps: object }>("fly");
  const neon = live(await sandbox.cloud("neon"));
  const asked = await sandbox.type(said, shape`parity adopt --stack …`);
  expect(asked.text).toContain("Nothing was changed.");
  for (const line of [shape`parity adopt --stack … --dry-run`, shape`parity adopt --stack … --yes`]) {
    const { code, text } = await sandbox.type(asked.text, line);
    expect(code, text).toBe(0);
  }
  await sandbox.bringUp("staging");
  // The deploy token is issued anew: GitHub's copy of it went with the destroy, for an environment there carries no mark.
  expect((await sandbox.cloud<{ apps: object }>("fly")).apps).toEqual(apps);
  expect(live(await sandbox.cloud("neon"))).toEqual(neon);
});

import { afterAll, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";
import { expectNoChanges, live } from "./outcome.ts";

/** The proof of one system: each stack goes up and stays as it is, and staging can be taken away again. Answers where it runs. */
export function proveSystem(name: string, stacks: readonly string[]): Sandbox {
  const sandbox = new Sandbox(`systems/${name}`);
  afterAll(() => sandbox.close());

  test.each(stacks)("%s goes up from nothing and has an empty second preview, also after a refresh", async (stack) => {
    await sandbox.bringUp(stack);
    await expectNoChanges(sandbox, stack, "--refresh");
  });

  test("staging leaves nothing behind, and no request went to what the clouds do not serve", async () => {
    await sandbox.succeed(["destroy", "--stack", "staging", "--yes", "--skip-preview"]);
    for (const cloud of ["fly", "neon", "cloudflare"] as const) {
      const left = JSON.stringify(live(await sandbox.cloud(cloud)));
      expect(left).not.toMatch(/"[\w./-]*staging[\w.-]*(app|api|web|admin|-staging|\.app)"/);
    }
    expect((await sandbox.journal()).filter(({ operation }) => operation === "unserved")).toEqual([]);
  });
  return sandbox;
}

import { expect, test } from "vitest";
import { accounts } from "../stage/product.ts";
import { Repository } from "../stage/repository.ts";
import { reviewFiles } from "../stage/review-product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges, live } from "./outcome.ts";

/** A pull request's environment of a product comes up from its template, stays as it is, and goes again. */
async function prove(system: string | undefined, repository: string, names: readonly string[]): Promise<void> {
  const sandbox = system === undefined ? new Sandbox() : new Sandbox(`systems/${system}`);
  try {
    await sandbox.bringUp("staging");
    const github = await Repository.open(sandbox, repository);
    const pull = String(await github.openPull("feature/one"));
    await sandbox.succeed(["parity", "review", "up", pull, "--yes"]);
    await expectNoChanges(sandbox, `pr-${pull}`, "--refresh");
    const left = async () =>
      JSON.stringify(
        await Promise.all((["fly", "neon", "cloudflare"] as const).map(async (one) => live(await sandbox.cloud(one)))),
      );
    const made = await left();
    for (const name of names) expect(made).toContain(`"${name}-pr-${pull}`);
    await sandbox.succeed(["parity", "review", "down", pull, "--yes"]);
    expect(await left()).not.toMatch(/"[\w./-]*-pr-1\b/);
    expect((await sandbox.journal()).filter(({ operation }) => operation === "unserved")).toEqual([]);
  } finally {
    await sandbox.close();
  }
}

test("reify_studio has a review environment, with a database that sleeps", () =>
  prove("reify-studio", "reify/reify_studio", ["reify-studio"]));

whole("plyr.fm has one, with transcoder, buckets and Pages project of its own", () =>
  prove(undefined, "zzstoatzz/plyr.fm", ["plyr-api", "plyr-transcoder", "audio", "images", "plyr"]),
);

whole("relay has one, with a media bucket of its own", () =>
  prove("relay", "zzstoatzz/relay", ["relay-api", "relay-media", "relay"]),
);

whole("a product that wants it has a Managed Postgres in each, whose price is told before it is made", async () => {
  const sandbox = new Sandbox(reviewFiles());
  try {
    sandbox.edit("Pulumi.review.yaml", (text) =>
      text
        .replace(/branch:\s+of: staging/, "{ provider: fly, branch: null }")
        .replace(
          /\n( +)review:\n/,
          "\n$1differs: { databases.main.provider: what runs at Fly is tried at Fly }\n$1review:\n",
        ),
    );
    const github = await Repository.open(sandbox, accounts.repository);
    const pull = String(await github.openPull("feature/one"));
    const up = await sandbox.succeed(["parity", "review", "up", pull, "--yes"]);
    expect(up.indexOf("USD a month")).toBeGreaterThan(0);
    expect(up.indexOf("USD a month")).toBeLessThan(up.indexOf("created   fly Postgres main"));
    await expectNoChanges(sandbox, `pr-${pull}`, "--refresh");
    await sandbox.succeed(["parity", "review", "down", pull, "--yes"]);
    expect(JSON.stringify(live(await sandbox.cloud("fly")))).not.toContain(`pr-${pull}`);
  } finally {
    await sandbox.close();
  }
});

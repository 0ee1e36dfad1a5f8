import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";
import { expectNoChanges } from "./outcome.ts";

const plyr = new Sandbox();
beforeAll(() => plyr.bringUp("dev"));
afterAll(() => plyr.close());

/** A refusal a person can read: exit code not 0, no stack trace, and what is expected. */
async function refused(words: readonly string[], ...expected: (string | RegExp)[]): Promise<string> {
  const { code, text } = await plyr.run(words);
  expect(code).not.toBe(0);
  expect(text).not.toMatch(/\n\s+at .+:\d+:\d+/);
  for (const one of expected) expect(text).toMatch(one instanceof RegExp ? one : new RegExp(literally(one)));
  return text;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

async function withEdit(file: string, change: (text: string) => string, then: () => Promise<unknown>): Promise<void> {
  let before = "";
  plyr.edit(file, (text) => {
    before = text;
    return change(text);
  });
  try {
    await then();
  } finally {
    plyr.edit(file, () => before);
  }
}

describe("a mistake in the config", () => {
  test("is found with its line, before any cloud is asked", async () => {
    const from = (await plyr.journal()).length;
    await withEdit(
      "Pulumi.yaml",
      (text) => text.replace('name: "audio-${environment.alias}"', 'name: "Audio_${environment.alias}", colour: red'),
      () =>
        refused(
          ["preview", "--stack", "dev"],
          /Pulumi\.yaml:\d+ {2}buckets\.audio\.colour/,
          '"colour" is not known here.  [unknown-key]',
          "Nothing was changed.",
        ),
    );
    expect(await plyr.journal(from)).toEqual([]);
  });

  test("that makes two stacks one database is refused", async () => {
    await withEdit(
      "Pulumi.dev.yaml",
      (text) => text.replace("plyr:environment: {}", "plyr:environment: { alias: staging }"),
      () =>
        refused(
          ["preview", "--stack", "staging"],
          'The Neon project "plyr-staging"',
          'the stack "dev"',
          "[declared-twice]",
        ),
    );
  });
});

test("a secret in a plain place of the config is refused, and is not shown", async () => {
  const key = "plyr:environment.pipeline.variables.TOK";
  await plyr.succeed(["config", "set", "--path", "--secret", "--stack", "dev", key, "canary-plain"]);
  const text = await refused(["up", "--stack", "dev", "--yes"], "[secret-in-plain-place]", "plyr:secrets.TOK");
  expect(text).not.toContain("canary-plain");
  await plyr.succeed(["config", "rm", "--path", "--stack", "dev", "plyr:environment.pipeline"]);
});

describe("a cloud that refuses", () => {
  test("a wrong token is named with its variable", async () => {
    await plyr.succeed(["config", "set", "--secret", "--stack", "dev", "parity:neonApiKey", "wrong"]);
    await withEdit(
      "Pulumi.dev.yaml",
      (text) => text.replace("plyr:environment: {}", "plyr:environment: { databases: { main: { history: 3600 } } }"),
      () => refused(["up", "--stack", "dev", "--yes", "--skip-preview"], "Neon refused to", "401", "NEON_API_KEY"),
    );
    await plyr.succeed(["config", "rm", "--stack", "dev", "parity:neonApiKey"]);
  });

  test("a name that is taken is refused with what to do, and nothing of it is made", async () => {
    await plyr.bringUp("shared");
    await withEdit(
      "Pulumi.staging.yaml",
      (text) => `${text.trimEnd()}\n    apps: { api: { name: hello } }\n`,
      () => refused(["up", "--stack", "staging", "--yes", "--skip-preview"], 'create app "hello"', "taken"),
    );
    const { apps } = await plyr.cloud<{ apps: Record<string, unknown> }>("fly");
    expect(Object.keys(apps)).toEqual(["plyr-transcoder"]);
    await plyr.succeed(["destroy", "--stack", "staging", "--yes", "--skip-preview"]);
  });

  test("a cut connection during a create leaves one thing, and the next up goes on", async () => {
    await plyr.fault("neon.createProject", "lose");
    await plyr.bringUp("staging");
    const { projects } = await plyr.cloud<{ projects: { project: { name: string }; deletedAt?: string }[] }>("neon");
    const named = projects.filter(({ project, deletedAt }) => project.name === "plyr-staging" && !deletedAt);
    expect(named).toHaveLength(1);
    await expectNoChanges(plyr, "staging");
  });

  test("what its owner does not say any more is told with its place, also where the config is known to be sound", async () => {
    const file = join(plyr.folder, "state/.pulumi/stacks/plyr/shared.json");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replaceAll('"sites.web.subdomain"', '"sites.web.other"'));
    const words = ["preview", "--stack", "staging"];
    try {
      await refused(
        words,
        "Pulumi.staging.yaml",
        "[owner-not-up]",
        "pulumi up --stack shared",
        /Pulumi\.yaml:\d+ /,
        "[shared-value]",
      );
    } finally {
      writeFileSync(file, before);
    }
    await expectNoChanges(plyr, "staging");
  });

  test("a write that a cloud drops in silence is noticed", async () => {
    await plyr.fault("cloudflare.updatePagesProject", "drop");
    await withEdit(
      "Pulumi.yaml",
      (text) => text.replace("PUBLIC_API_URL: ${apps.api.url}", "PUBLIC_API_URL: ${apps.api.url}/v2"),
      () => refused(["up", "--stack", "staging", "--yes", "--skip-preview"], "PUBLIC_API_URL"),
    );
  });
});

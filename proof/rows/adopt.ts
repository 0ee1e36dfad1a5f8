import { join } from "node:path";
import { repository } from "../../sandbox/folder.ts";
import type { Blueprint } from "../../src/components/blueprint.ts";
import { Project } from "../../src/components/project.ts";
import { makeByHand } from "../../test/stage/by-hand.ts";
import { Sandbox } from "../../test/stage/sandbox.ts";
import { type Case, pick, type Row, runCases } from "../row.ts";

interface Adopted {
  readonly preview?: { readonly changes: readonly { readonly resource: string; readonly action: string }[] };
}

export const adoptRow: Row = {
  name: "adopt",
  about:
    "each product made by hand, every stack that is deployed: adopt leaves nothing to change, and up writes nothing",
  run: async (options) => [await runCases("products made by hand and adopted", pick(products(), options), options)],
};

function products(): Case[] {
  const systems = ["relay", "live-listen", "microbima", "reify-studio"].map((name) => ({
    ...{ name, folder: join(repository, "systems", name) },
  }));
  return [{ name: "plyr", folder: repository }, ...systems].map(({ name, folder }) => ({
    name,
    run: () => adoptAll(new Sandbox(folder)),
  }));
}

async function adoptAll(sandbox: Sandbox): Promise<void> {
  try {
    const variables = await sandbox.variables();
    const { blueprints } = new Project(sandbox.source).resolve();
    const problems: string[] = [];
    for (const blueprint of ownersFirst([...blueprints.values()])) {
      await makeByHand(blueprint, variables);
      problems.push(...(await adopt(blueprint.stack, sandbox)));
    }
    if (problems.length > 0) throw new Error(problems.join("\n"));
  } finally {
    await sandbox.close();
  }
}

/** @returns what is not as it has to be */
async function adopt(stack: string, sandbox: Sandbox): Promise<string[]> {
  const before = await census(sandbox);
  const adopted = await sandbox.ask<Adopted>(["parity", "adopt", "--stack", stack, "--yes", "--json"]);
  // Of a stack that has nothing in a cloud, only the identity of its state is left to make.
  const changes = adopted.preview?.changes.filter(({ resource }) => resource !== "Lineage lineage") ?? [];
  const left = changes.map(({ action, resource }) => `${stack}: left to ${action}: ${resource}`);
  await sandbox.succeed(["up", "--stack", stack, "--yes"]);
  const touched = (await census(sandbox)) === before ? [] : [`${stack}: up has changed a cloud`];
  await sandbox.succeed(["preview", "--stack", stack, "--expect-no-changes"]);
  return [...left, ...touched];
}

async function census(sandbox: Sandbox): Promise<string> {
  const clouds = ["fly", "neon", "cloudflare", "github"] as const;
  return JSON.stringify(await Promise.all(clouds.map((cloud) => sandbox.cloud(cloud))));
}

function ownersFirst(blueprints: readonly Blueprint[]): Blueprint[] {
  // On a developer's machine nothing has the values yet: a new key is what an up there is for.
  const deployed = blueprints.filter(({ tier }) => tier !== "development");
  const isOwner = ({ stack }: Blueprint) => blueprints.some(({ needs }) => needs.some((need) => need.stack === stack));
  return deployed.toSorted((one, other) => Number(isOwner(other)) - Number(isOwner(one)));
}

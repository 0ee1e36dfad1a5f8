import { realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { callWith } from "../../test/stage/by-hand.ts";
import { accounts } from "../../test/stage/product.ts";
import { Repository } from "../../test/stage/repository.ts";
import { reviewFiles, reviewTemplate } from "../../test/stage/review-product.ts";
import { type Outcome, Sandbox } from "../../test/stage/sandbox.ts";
import type { Options, Row, Tally } from "../row.ts";
import { type Census, compareCensus, type Held, takeCensus } from "../stage/census.ts";
import { findProcesses, kill } from "../stage/processes.ts";
import { randomFrom } from "../stage/random.ts";

/** How many pull requests, where nobody says it: `--count` says it for every row, and its default is for sequences. */
const PULLS = 30;

export const reviewsRow: Row = {
  name: "reviews",
  isOne: true,
  about:
    "30 pull requests (--count) opened, pushed to, closed, with faults and kills between, then a sweep: clouds and states hold the open ones",
  async run(options) {
    const world = await openReviews();
    try {
      return [await play(world, options.count === 1000 ? PULLS : options.count, options)];
    } finally {
      await world.sandbox.close();
    }
  },
};

/** Calls of an up or a down, and what may become of one. */
const faults = {
  operations: [
    ...["fly.createApp", "fly.updateSecrets", "fly.assignIpAddress", "fly.deleteApp", "neon.createBranch"],
    ...["neon.deleteBranch", "cloudflare.createBucket", "cloudflare.deleteBucket", "cloudflare.createAccountToken"],
    ...["cloudflare.createPagesProject", "cloudflare.deletePagesProject", "cloudflare.updatePagesProject"],
  ],
  kinds: ["refuse", "cut", "lose", "misreport"],
};

type Reviews = Awaited<ReturnType<typeof openReviews>>;

/** A sandbox with staging up, somebody else's things, and what a clean up makes. */
async function openReviews() {
  const sandbox = new Sandbox(reviewFiles({ limit: 9 }));
  await sandbox.succeed(["parity", "up", "--stack", "staging", "--yes"]);
  const github = await Repository.open(sandbox, accounts.repository);
  const call = callWith(await sandbox.variables());
  const first = await github.openPull("first");
  await sandbox.succeed(["parity", "review", "up", String(first), "--yes"]);
  const census = async (): Promise<Census> => {
    const names = ["fly", "neon", "cloudflare"] as const;
    const [fly, neon, cloudflare] = await Promise.all(names.map((name) => sandbox.cloud(name)));
    return takeCensus({ fly, neon, cloudflare } as Held, true);
  };
  const clean = linesOf(await census(), first);
  await sandbox.succeed(["parity", "review", "down", String(first), "--yes"]);
  await github.call("PATCH", `/issues/${first}`, { state: "closed" });
  await call("FLY_FLAPS", "POST /apps", { name: "acme-api-pr-x", org_slug: reviewTemplate.fly.organization });
  await call("FLY_FLAPS", "POST /apps", { name: "my-acme-api-pr-2", org_slug: reviewTemplate.fly.organization });
  return { sandbox, github, call, census, clean, foreign: await census() };
}

/** What a census has of a pull request, whatever its number. */
function linesOf(census: Census, pull: number): Census {
  const named = new RegExp(`(?<![\\w-])(acme(?:-api|-files)?-)?pr-${pull}(?![\\d])`);
  // What somebody has uploaded is theirs.
  const plain = (line: string) => line.replaceAll(`pr-${pull}`, "pr-#").replace(/ \["file"\]$/, " []");
  return census.filter((line) => named.test(line)).map(plain);
}

interface Pull {
  readonly number: number;
  open: boolean;
}

async function play(world: Reviews, count: number, { seed, say }: Options): Promise<Tally> {
  const { sandbox, github, call } = world;
  const random = randomFrom(seed);
  const pulls: Pull[] = [];
  const chosen = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const open = () => pulls.filter((pull) => pull.open);
  const run = async (word: string, pull: Pull | undefined) => {
    const dice = random();
    const named = pull ? [word, String(pull.number)] : [word];
    const started = sandbox.run(["parity", "review", ...named, "--yes"]);
    const ended = dice < 0.25 ? await killAmid(sandbox, started, 500 + random() * 6000) : await started;
    say(`  ${named.join(" ")}${dice < 0.25 ? ", killed" : ""}: ${ended.code}`);
  };
  for (let done = 0; done < count || pulls.length < count; done++) {
    if (random() < 0.3) {
      const kind = chosen(faults.kinds);
      const order = [
        chosen(faults.operations),
        kind,
        ...(kind === "refuse" ? ["--status", chosen(["403", "429", "500"])] : []),
      ];
      await sandbox.run(["fault", ...order]);
      say(`  fault ${order.join(" ")}`);
    }
    const dice = random();
    const some = open();
    if (pulls.length < count && (dice < 0.5 || some.length === 0)) {
      // As many as may be up at once: the oldest is closed first, and not always taken down.
      if (some.length >= 8) await close(world, some[0] as Pull, random() < 0.5 ? run : undefined);
      const pull = { number: await github.openPull(`branch-${pulls.length}`), open: true };
      pulls.push(pull);
      await run("up", pull);
    } else if (dice < 0.7 && some.length > 0) {
      await run("up", chosen(some));
    } else if (some.length > 0) {
      await close(world, chosen(some), dice < 0.85 ? run : undefined);
    }
    if (random() < 0.15 && open().length > 0) {
      const bucket = `/accounts/${reviewTemplate.cloudflare.account}/r2/buckets/acme-files-pr-${chosen(open()).number}`;
      await call("CLOUDFLARE_API", `PUT ${bucket}/objects/file`, { some: "thing" }).catch(() => undefined);
    }
    if (random() < 0.2) await run("sweep", undefined);
    if (random() < 0.1) {
      // Somebody loses the state of one that is closed.
      const lost = pulls.find((pull) => !pull.open);
      if (lost) await sandbox.run(["stack", "rm", `pr-${lost.number}`, "--force", "--yes"]);
    }
  }
  await sandbox.succeed(["faults", "clear"]);
  return { what: "pull requests after the sweep", cases: pulls.length, failures: await judge(world, pulls, say) };
}

async function close({ github }: Reviews, pull: Pull, run?: (word: string, pull: Pull) => Promise<void>) {
  await github.call("PATCH", `/issues/${pull.number}`, { state: "closed" });
  pull.open = false;
  if (run) await run("down", pull);
}

/** The engine and all that it has started end at once, as in a machine that stops; the clouds live on. */
async function killAmid(sandbox: Sandbox, started: Promise<Outcome>, after: number): Promise<Outcome> {
  const ended = await Promise.race([started, sleep(after)]);
  if (ended) return ended;
  const home = join(realpathSync(sandbox.folder), "home");
  for (const { pid } of findProcesses("PULUMI_HOME", home)) kill(pid);
  return started;
}

/** What is not right after a last push to each open one, and a sweep. */
async function judge({ sandbox, census, clean, foreign }: Reviews, pulls: readonly Pull[], say: Options["say"]) {
  const failures: Tally["failures"][number][] = [];
  const fail = (name: string, why: string) => {
    failures.push({ name, why });
    say(`  not exact: ${name}\n    ${why.replaceAll("\n", "\n    ")}`);
  };
  const swept = await sandbox.run(["parity", "review", "sweep", "--yes"]);
  if (swept.code !== 0) fail("sweep", swept.text);
  for (const pull of pulls.filter((one) => one.open)) {
    await sandbox.run(["cancel", `pr-${pull.number}`, "--yes"]);
    const up = await sandbox.run(["parity", "review", "up", String(pull.number), "--yes"]);
    if (up.code !== 0) fail(`pr-${pull.number}`, up.text);
    const again = await sandbox.run(["preview", "--refresh", "--stack", `pr-${pull.number}`, "--expect-no-changes"]);
    if (again.code !== 0) fail(`pr-${pull.number}`, `Its second preview is not empty.\n${again.text}`);
  }
  const now = await census();
  for (const pull of pulls) {
    const differs = compareCensus(pull.open ? clean : [], linesOf(now, pull.number));
    if (differs.length > 0) fail(`pr-${pull.number}`, differs.join("\n"));
  }
  const ours = new Set(pulls.flatMap(({ number }) => now.filter((line) => linesOf([line], number).length > 0)));
  const others = compareCensus(
    foreign,
    now.filter((line) => !ours.has(line)),
  );
  if (others.length > 0) fail("others", others.join("\n"));
  const stacks = (await sandbox.ask<{ name: string }[]>(["stack", "ls", "--json"])).map(({ name }) => name);
  const left = stacks.filter((name) => /^pr-/.test(name)).sort();
  const expected = pulls.flatMap(({ number, open }) => (open ? [`pr-${number}`] : [])).sort();
  if (left.join() !== expected.join()) fail("stacks", `There are ${left.join(", ")}; open are ${expected.join(", ")}.`);
  return failures;
}

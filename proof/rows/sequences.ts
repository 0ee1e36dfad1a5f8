import { edits } from "../edits/edits.ts";
import { type Case, pick, type Row, runCases } from "../row.ts";
import { begin, type Config, declare, editConfig } from "../sequences/product.ts";
import { Killed, Stack } from "../sequences/stack.ts";
import { attempt } from "../stage/attempt.ts";
import { type Census, compareCensus } from "../stage/census.ts";
import { findUnclear } from "../stage/engine.ts";
import { befalls, faults } from "../stage/faults.ts";
import { skipPauses } from "../stage/pauses.ts";
import { randomFrom } from "../stage/random.ts";
import { type Meeting, openWorld, undisturbed, type World } from "../stage/world.ts";
import { addForeign, groundOf, lineages } from "../subjects/subject.ts";

const steps = 8;

export const sequencesRow: Row = {
  name: "sequences",
  about:
    "config edits, ups, edits by hand, previews, refreshes, destroys, faults and kills at random, by the in-process plugin: as declared, or an error",
  async run(options) {
    const resume = skipPauses();
    const world = await openWorld();
    try {
      const empty = await foundations(world);
      const declared = new Map<string, Census>();
      // A sequence is all in its number, so that one is run again without the options that it was drawn with.
      const asked = Number(options.only);
      const numbers = Number.isInteger(asked)
        ? [asked]
        : Array.from({ length: options.count }, (_, i) => options.seed * 100_000 + i);
      const cases = numbers.map(
        (seed): Case => ({
          name: String(seed),
          run: () => play(new Play(world, empty, declared, randomFrom(seed))),
        }),
      );
      return [await runCases("random sequences by the plugin in process", pick(cases, options), options)];
    } finally {
      world.close();
      resume();
    }
  },
};

/** What people have made by hand, and what is others'. */
async function foundations(world: World): Promise<() => void> {
  const plugin = await world.startPlugin();
  const ground = groundOf(world, plugin);
  await addForeign(ground);
  await ground.pages("POST", "", { name: "plyr-site", production_branch: "main" });
  await plugin.close();
  return world.remember();
}

/** Of somebody else, whatever the stack does. */
const foreign = (census: Census) => census.filter((line) => /\bother-(app|project|site)\b/.test(line));

/** What a branch has of its parent depends on when it was made. */
const lasting = (census: Census) => census.filter((line) => !/^neon (role|database) \S+ pr-1 /.test(line));

/**
 * What a person does by hand that our next run puts right: of a cluster Fly changes nothing, and what the product does not declare
 * is nobody's business. What a person has protected is not deleted.
 */
const handEdits = Object.entries(edits)
  .filter(([subject]) => !/^(pages:(ProductionBranch|Compatibility)|r2:)/.test(subject))
  .flatMap(([subject, list]) => list.map((edit) => ({ ...edit, name: `${subject}, ${edit.name}` })))
  .filter(
    ({ name, shows }) =>
      (shows.gone || shows.fields || shows.says) &&
      !/organization|network|, Pages project|suspend|being deleted|owner$|expiresAt|, protected|fly:Postgres, (?!deleted)/.test(
        name,
      ),
  );

class Play {
  readonly world: World;
  readonly restore: () => void;
  readonly declared: Map<string, Census>;
  readonly random: () => number;
  readonly log: string[] = [];

  constructor(world: World, restore: () => void, declared: Map<string, Census>, random: () => number) {
    this.world = world;
    this.restore = restore;
    this.declared = declared;
    this.random = random;
  }

  choose<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }
}

async function play(game: Play): Promise<void> {
  const { world, restore, log } = game;
  restore();
  world.watch();
  const theirs = foreign(world.census(true));
  const stack = new Stack(world);
  let config = begin;
  const problems: string[] = [];
  const check = () =>
    problems.push(...compareCensus(theirs, foreign(world.census(true))).map((line) => `foreign: ${line}`));
  for (let i = 0; i < steps && problems.length === 0; i++) {
    config = await move(game, stack, config, problems);
    check();
  }
  const failure = await attempt(() => stack.up(declare(config, lineages.own)));
  log.push(`last up: ${failure === undefined ? "success" : String(failure)}`);
  check();
  if (failure !== undefined) {
    const unclear = findUnclear(failure);
    if (unclear !== undefined) problems.push(unclear);
    // A kill may leave what no vendor lets us mark: it is refused, with the way to take it over.
    else if (!String(failure).includes("parity adopt")) problems.push(`The last up fails: ${failure}`);
  } else {
    problems.push(...compareCensus(lasting(await expected(game, config)), lasting(world.census(true))));
    problems.push(...(await stack.unsettled(declare(config, lineages.own))));
  }
  if (problems.length > 0) throw new Error([...log, ...problems].join("\n"));
}

/** One step; answers the config after it. */
async function move(game: Play, stack: Stack, config: Config, problems: string[]): Promise<Config> {
  const { world, random, log } = game;
  const dice = random();
  const program = declare(config, lineages.own);
  if (dice < 0.3) {
    const next = editConfig(config, random);
    log.push(`edit ${JSON.stringify(next)}`);
    return next;
  }
  if (dice < 0.4) {
    const edit = game.choose(handEdits);
    const failure = await attempt(async () => edit.apply(world.state()));
    if (failure === undefined) log.push(`by hand: ${edit.name}`);
    return config;
  }
  if (dice < 0.5) {
    const before = world.census(true);
    log.push("preview");
    await stack.preview(program);
    problems.push(...compareCensus(before, world.census(true)).map((line) => `a preview changes: ${line}`));
    return config;
  }
  const { meeting, isKilled, name } = disturbance(game);
  world.watch(meeting);
  const verb = dice < 0.58 ? "refresh" : dice < 0.64 ? "destroy" : "up";
  const failure = await attempt(() =>
    verb === "up"
      ? stack.up(program, isKilled)
      : verb === "refresh"
        ? stack.refresh(isKilled)
        : stack.destroy(isKilled),
  );
  world.watch();
  log.push(`${verb} with ${name}: ${failure === undefined ? "success" : String(failure)}`);
  const unclear = failure === undefined || failure instanceof Killed ? undefined : findUnclear(failure);
  if (unclear !== undefined) problems.push(unclear);
  return config;
}

function disturbance(game: Play): { meeting: Meeting; isKilled: () => boolean; name: string } {
  const { random } = game;
  const never = () => false;
  const dice = random();
  if (dice < 0.35) return { meeting: undisturbed, isKilled: never, name: "nothing" };
  const at = 1 + Math.floor(random() * 60);
  if (dice < 0.7) {
    const [name, intercept] = game.choose(Object.entries(faults));
    const meeting: Meeting = (exchange, n) =>
      n === at && befalls(name, exchange) ? intercept(exchange) : exchange.forward();
    return { meeting, isKilled: never, name: `${name} at ${at}` };
  }
  const arrives = random() < 0.5;
  let dead = false;
  // From there on the process makes no call more; what it was doing is not known to the state.
  const meeting: Meeting = async (exchange, n) => {
    if (n < at) return exchange.forward();
    if (!dead && arrives) await exchange.forward();
    dead = true;
    return undefined;
  };
  return { meeting, isKilled: () => dead, name: `a kill at ${at}, ${arrives ? "after" : "before"} the work` };
}

/** What a stack holds that was brought up with this config, and nothing else ever done. */
async function expected({ world, restore, declared }: Play, config: Config): Promise<Census> {
  const key = JSON.stringify(config);
  const known = declared.get(key);
  if (known) return known;
  const now = world.remember();
  restore();
  world.watch();
  await new Stack(world).up(declare(config, lineages.own));
  const census = world.census(true);
  now();
  declared.set(key, census);
  return census;
}

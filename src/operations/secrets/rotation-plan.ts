import type { Blueprint } from "../../components/blueprint.ts";
import { line } from "../../problem/command-line.ts";
import { didYouMean } from "../../problem/did-you-mean.ts";
import { Problem } from "../../problem/problem.ts";
import type { StackState } from "../existing/stack-state.ts";
import { type Consumer, findConsumers, type Rotatable, rotatablesOf, secretPlacesOf } from "./consumers.ts";
import { type Standing, standingOf } from "./standing.ts";

/** A key that was rotated so lately is not rotated again by a command that is merely typed once more. */
const LATELY_MS = 3_600_000;

/** What is done about one key. */
export interface KeyPlan extends Rotatable {
  /** `begin`: another is made. `go on`: that was begun. `end`: only the old one is left to go. `leave`: nothing is to do. */
  readonly step: "begin" | "go on" | "end" | "leave";
  /** Of the key that is handed on from then on. */
  readonly count: number;
  readonly made: Date | undefined;
  readonly consumers: readonly Consumer[];
}

export interface RotationPlan {
  readonly stack: string;
  readonly keys: readonly KeyPlan[];
  /** Stacks that read one of them and are up, in the order in which they are brought up. */
  readonly readers: readonly string[];
  /** Why the old ones cannot go in the same run. Empty: they can. */
  readonly waits: readonly string[];
}

export interface RotationOrder {
  readonly owner: Blueprint;
  readonly blueprints: Iterable<Blueprint>;
  readonly state: Pick<StackState, "resources">;
  /** What to rotate. */
  readonly paths: readonly string[];
  /** End what is under way, and begin nothing. */
  readonly end: boolean;
  /** Rotate also what was rotated a moment ago. */
  readonly again: boolean;
  /** Whether a stack that reads from this one is up, and the live ones of the template of pull requests. */
  readonly isUp: (stack: string) => boolean;
  readonly reviews: readonly number[];
  readonly now: Date;
}

/**
 * What rotating some keys of a stack comes to. Pure.
 * @throws AggregateError of a Problem for each that cannot be rotated
 */
export function planRotation(order: RotationOrder): RotationPlan {
  const { owner, blueprints, isUp } = order;
  const all = [...blueprints];
  const known = rotatablesOf(owner);
  const found = order.paths.map((path) => known.find((one) => one.path === path) ?? unknownKey(path, owner, known));
  const chosen = [...new Set(found)];
  const keys = chosen.flatMap((one) => (one instanceof Problem ? [] : planKey(one, order, all)));
  const refused = [
    ...chosen.filter((one) => one instanceof Problem),
    ...keys
      .filter(({ step }) => step === "begin" || step === "go on")
      .flatMap((key) => keptConsumers(key, owner.stack)),
    ...keys.flatMap((key) => (key.step === "begin" && key.count === 0 ? [notMade(key, owner.stack)] : [])),
  ];
  if (refused.length > 0) throw new AggregateError(refused, refused.map(({ message }) => message).join("\n"));
  const active = keys.filter(({ step }) => step === "begin" || step === "go on");
  const stacks = new Set(active.flatMap(({ consumers }) => consumers.map(({ stack }) => stack)));
  const templates = new Set(all.flatMap(({ stack, template }) => (template ? [stack] : [])));
  const readers = [...stacks].filter((stack) => stack !== owner.stack && !templates.has(stack) && isUp(stack));
  const isMeant = (stack: string) => stack === owner.stack || readers.includes(stack);
  return { stack: owner.stack, keys, readers, waits: waitsOf(active, isMeant, templates, order.reviews) };
}

function planKey(one: Rotatable, { owner, state, end, again, now }: RotationOrder, all: readonly Blueprint[]): KeyPlan {
  const standing = standingOf(one, owner.rotations, state);
  const step = stepOf(standing, { end, again, now });
  const count = step === "begin" ? (standing.step === "missing" ? 0 : standing.count + 1) : standing.count;
  return {
    ...{ ...one, step, count, made: madeAt(standing) },
    consumers: step === "leave" ? [] : findConsumers(one, owner, all),
  };
}

function madeAt({ held }: Standing): Date | undefined {
  return held?.created === undefined ? undefined : new Date(held.created);
}

function stepOf(standing: Standing, { end, again, now }: Pick<RotationOrder, "end" | "again" | "now">) {
  const { step, count } = standing;
  const made = madeAt(standing);
  if (step === "under way") return "go on";
  if (step === "ending") return "end";
  const isFresh = count > 0 && made !== undefined && now.getTime() - made.getTime() < LATELY_MS;
  return end || (isFresh && !again) ? "leave" : "begin";
}

/** What has the old one for longer than an up lasts. */
function waitsOf(
  keys: readonly KeyPlan[],
  isMeant: (stack: string) => boolean,
  templates: ReadonlySet<string>,
  reviews: readonly number[],
): string[] {
  const waits = keys.flatMap(({ path, kind, consumers }) => {
    const late = consumers.filter(({ stack }) => isMeant(stack));
    const of = (takes: Consumer["takes"]) => late.filter((one) => one.takes === takes && !one.previous);
    const show = (some: readonly Consumer[]) => some.map((one) => `${one.path} of ${one.stack}`).join(", ");
    const signed = kind === "generated" && late.some(({ previous }) => previous);
    // What is not held against anything can be another in two places for a while.
    const isHeld = kind !== "generated" || signed;
    return [
      ...(isHeld && of("deploy").length > 0 ? [`${show(of("deploy"))}: until the next deployment`] : []),
      ...(isHeld && of("hand").length > 0 ? [`${show(of("hand"))}: until each developer's .env is written again`] : []),
      ...(signed ? [`what the old ${path} has signed: until it has run out`] : []),
    ];
  });
  const isRead = keys.some(({ consumers }) => consumers.some(({ stack }) => templates.has(stack)));
  const pulls = isRead ? reviews.map((pull) => `the environment of pull request ${pull}: until its next up`) : [];
  return [...waits, ...pulls];
}

function keptConsumers({ path, consumers }: KeyPlan, owner: string): Problem[] {
  return consumers
    .filter(({ kept }) => kept)
    .map(
      (consumer) =>
        new Problem({
          code: "rotation-kept",
          where: { file: `Pulumi.${consumer.stack}.yaml`, path: ["kept"] },
          what: `${consumer.path} is kept as its vendor has it, and takes ${path}: it would go on with the old one.`,
          why: "Once the old one is revoked, that place would have a key that opens nothing.",
          fix: `remove ${consumer.path} from kept and bring ${consumer.stack} up, which gives it the key of ${owner}; then rotate`,
          commands: [line`parity up --stack ${consumer.stack}`],
        }),
    );
}

function notMade({ path }: KeyPlan, stack: string): Problem {
  return new Problem({
    code: "rotation-not-made",
    what: `The state of "${stack}" has no ${path} yet: there is nothing to rotate.`,
    fix: "bring the stack up first, which makes one",
    commands: [line`parity up --stack ${stack}`],
  });
}

function unknownKey(path: string, owner: Blueprint, known: readonly Rotatable[]): Problem {
  const { stack, secrets } = owner;
  const code = "unknown-rotation";
  const name = path.split(".").at(-1) ?? "";
  const place = secretPlacesOf(owner).find((one) => one.path === path);
  const persons = place?.template.parts.flatMap((part) =>
    typeof part !== "string" && part.of === "secret" && part.stack === undefined ? [part.key] : [],
  );
  const person = secrets.includes(path) ? path : persons?.[0];
  if (person !== undefined) {
    return new Problem({
      ...{ code, what: `Only a person has ${person}: it is not made here.` },
      fix: "make another where it comes from, give it to the stack and bring that up; then revoke the old one there",
      commands: [line`parity secrets set ${person} --stack ${stack}`],
    });
  }
  if (place?.kept) {
    return new Problem({
      code: "rotation-kept",
      what: `${path} is kept as its vendor has it: this stack has no key there to rotate.`,
      fix: `remove it from kept in Pulumi.${stack}.yaml and bring the stack up, which sets what the config says`,
      commands: [line`parity up --stack ${stack}`],
    });
  }
  const paths = known.map((one) => one.path);
  const near = didYouMean(path, paths) ?? paths.find((one) => one.endsWith(`.${name}`));
  const what = place
    ? `${path} is made of something else, and is not a key of its own.`
    : `"${path}" is not a key or a secret that "${stack}" makes.`;
  return new Problem({ code, what, fix: near ? `did you mean ${near}?` : `known here: ${paths.join(", ") || "none"}` });
}

import { line } from "../../problem/command-line.ts";
import { printable, printableLines } from "../../problem/printable.ts";
import type { Consumer } from "./consumers.ts";
import type { RotationResult } from "./rotate.ts";
import type { KeyPlan, RotationPlan } from "./rotation-plan.ts";

const kinds = {
  storage: "the key of the buckets",
  "deploy token": "a deploy token",
  generated: "a generated value",
} as const;

/** What would be made, who gets it, what restarts, and when the old ones end. Shows no value. */
export function renderPlan(plan: RotationPlan, atOnce: boolean): string {
  const { stack, keys, readers, waits } = plan;
  const isActive = keys.some(({ step }) => step === "begin" || step === "go on");
  const order = readers.length > 0 && isActive ? [`Then come up, in this order: ${readers.join(", ")}.`] : [];
  const end = !isActive
    ? []
    : waits.length === 0
      ? ["The old ones go last, in the same run."]
      : atOnce
        ? ["The old ones go in the same run, also where one of these still has them:", ...waits.map(bullet)]
        : ["The old ones stay valid after this run:", ...waits.map(bullet)];
  return [...keys.map((key) => renderKey(key, stack)), [...order, ...end].join("\n")]
    .filter((part) => part !== "")
    .map((part) => printableLines(part).join("\n"))
    .join("\n\n");
}

function renderKey({ path, kind, step, made, consumers, count }: KeyPlan, stack: string): string {
  const what = `${path} of ${stack}, ${kinds[kind]}`;
  if (step === "leave") {
    return count > 0 && made
      ? `${what}: the last rotation is over, and was begun at ${made.toISOString()}. It is left alone; --again rotates once more.`
      : `${what}: no rotation of it is under way.`;
  }
  if (step === "end") return `${what}: everything has the new one, and the old one goes.`;
  const first = step === "begin" ? "another is made, and goes to" : "another was begun, and goes to";
  return [
    `${what}: ${consumers.length > 0 ? `${first}` : "another is made. Nothing takes it."}`,
    ...consumers.map((consumer) => `  → ${renderConsumer(consumer, stack)}`),
    ...losses(kind, consumers).map((one) => `  ${one}`),
  ].join("\n");
}

function renderConsumer({ stack, path, takes, app, previous }: Consumer, owner: string): string {
  const when = {
    restart: `${app} restarts, one machine after the other`,
    deploy: "at its next deployment",
    run: "at the next run of the workflow",
    hand: "when .env is written again",
  }[takes];
  return `${path}${stack === owner ? "" : ` of ${stack}`}${previous ? ", with the old one" : ""}: ${when}`;
}

/** What no order of steps can keep. */
function losses(kind: KeyPlan["kind"], consumers: readonly Consumer[]): string[] {
  if (kind === "deploy token")
    return ["A deployment that runs while the old one goes has that, and fails: start none."];
  if (kind === "storage") return [];
  const stacks = new Set(consumers.map(({ stack }) => stack));
  if (consumers.some(({ previous }) => previous)) {
    return ["Until its app has restarted, a machine of it does not know the new one yet."];
  }
  return [
    "Nothing here accepts the old one beside it: what that has signed ends as each app restarts, and what it has encrypted cannot be read.",
    ...(stacks.size > 1 ? ["Until the last stack has come up, calls between them fail."] : []),
  ];
}

function bullet(text: string): string {
  return `  - ${text}`;
}

/** How it ended, and what to do next. */
export function renderRotation({ stack, outcome, plan, errors }: RotationResult): string {
  const paths = plan.keys.filter(({ step }) => step !== "leave").map(({ path }) => path);
  const said = errors.flatMap((error) => printableLines(error));
  const again = `  Run: ${line`parity secrets rotate ${paths} --stack ${stack}`}`;
  const endings = {
    rotated: [`Rotated. Only the new ones are valid. Commit Pulumi.${stack}.yaml.`],
    waiting: [
      `Everything that can has the new ones. Commit Pulumi.${stack}.yaml. The old ones are still valid; when nothing has them any more:`,
      `  Run: ${line`parity secrets rotate ${paths} --stack ${stack} --end`}`,
    ],
    failed: ["It did not come to its end. What is in use is valid. When what is named is mended, this goes on:", again],
    interrupted: ["Interrupted. What is in use is valid. This goes on:", again],
    nothing: ["Nothing was changed."],
  };
  return [...said, ...endings[outcome].map((text) => printable(text))].join("\n");
}

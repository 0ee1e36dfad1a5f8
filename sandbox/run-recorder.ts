import type { Run, RunStep } from "./run.ts";
import { isObject } from "./source.ts";

const actions: Readonly<Record<string, RunStep["action"]>> = {
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/** A step, as an event tells it. */
interface Told {
  readonly urn: string;
  readonly op: string;
  readonly type: string;
  readonly rest: Record<string, unknown>;
}

/**
 * Makes a run of the engine's events (pulumi/pulumi sdk/go/common/apitype/events.go), of which it keeps names and times and no value.
 * @param now milliseconds since the epoch
 */
export class RunRecorder {
  readonly #steps = new Map<string, RunStep>();
  readonly #started = new Map<string, number>();
  readonly #unchanged = new Set<string>();
  readonly #announced = new Map<string, string>();
  readonly #command: Pick<Run, "command" | "stack">;
  readonly #now: () => number;
  readonly #startedAt: string;
  #applies = false;
  #ended: Pick<Run, "endedAt" | "exitCode"> = {};

  constructor(command: Pick<Run, "command" | "stack">, now: () => number = Date.now) {
    this.#command = command;
    this.#now = now;
    this.#startedAt = new Date(now()).toISOString();
  }

  get run(): Run {
    const [startedAt, applies, steps] = [this.#startedAt, this.#applies, [...this.#steps.values()]];
    return { ...this.#command, startedAt, ...this.#ended, applies, unchanged: this.#unchanged.size, steps };
  }

  /** Takes one event of the log; what it does not know, it leaves. */
  take(event: unknown): void {
    if (!isObject(event)) return;
    this.#takeStep(event["resourcePreEvent"], "running");
    this.#takeStep(event["resOutputsEvent"], "done");
    this.#takeStep(event["resOpFailedEvent"], "failed");
  }

  end(exitCode: number): void {
    this.#ended = { endedAt: new Date(this.#now()).toISOString(), exitCode };
  }

  #takeStep(event: unknown, reached: "running" | "done" | "failed"): void {
    const { metadata, planning } = objectOf(event);
    const { urn, op, type, ...rest } = objectOf(metadata);
    if (typeof urn !== "string" || typeof op !== "string" || typeof type !== "string") return;
    // A refresh says in the operation of the event after it what it found, which is not what the run does.
    if (reached === "running") this.#announced.set(urn, op);
    else if (this.#announced.get(urn) === "refresh") return;
    this.#step({ urn, op, type, rest }, planning === true ? "planned" : reached);
  }

  #step({ urn, op, type, rest }: Told, state: RunStep["state"]): void {
    if (type.startsWith("pulumi:") || objectOf(rest["new"] ?? rest["old"])["custom"] !== true) return;
    const action = actions[op];
    if (state !== "planned") this.#applies ||= action !== undefined;
    if (op === "same" && !this.#steps.has(urn)) this.#unchanged.add(urn);
    if (action === undefined) return;
    this.#unchanged.delete(urn);
    if (state === "running" && !this.#started.has(urn)) this.#started.set(urn, this.#now());
    const began = this.#started.get(urn);
    const over = (state === "done" || state === "failed") && began !== undefined;
    const diffs = Array.isArray(rest["diffs"]) ? rest["diffs"].filter((name) => typeof name === "string") : [];
    this.#steps.set(urn, {
      ...{ urn, action, state, resource: nameResource(urn, type) },
      properties: action === "update" || action === "replace" ? diffs : [],
      ...(over && { seconds: Math.round((this.#now() - began) / 100) / 10 }),
    });
  }
}

/** `fly App api` of a URN that ends in `parity:fly:App::api`. */
function nameResource(urn: string, type: string): string {
  const [vendor = "", module = "", kind = ""] = type.split(":");
  const owner = vendor === "parity" ? module : vendor;
  return [owner === "index" ? "" : owner, kind, urn.split("::")[3] ?? ""].filter((part) => part !== "").join(" ");
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

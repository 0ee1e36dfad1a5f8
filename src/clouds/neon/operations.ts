import type { Operation } from "@neondatabase/api-client";
import { Problem } from "../../problem/problem.ts";
import { doubling, poll } from "../call/poll.ts";
import type { NeonApi } from "./api.ts";
import { neonAnswers } from "./shapes.ts";

/** neon.com/docs/reference/api/operations. `failed` is neither an end nor work under way: see `hasGivenUp`. */
const SUCCEEDED: readonly string[] = ["finished", "skipped"];
const BROKEN: readonly string[] = ["error", "cancelled"];
const UNDER_WAY: readonly string[] = ["scheduling", "running", "cancelling"];

/** Milliseconds that a `failed` operation may stand still before it counts as given up. */
const FAILED_STANDS_MS = 30_000;

/** Work that Neon has accepted and not brought to an end: it failed, or it was not done when our patience was. */
export class UnsettledError extends Problem {
  constructor(operation: Operation, how: string) {
    const { id, action, project_id: project, error } = operation;
    const said = error ? `: ${error}` : "";
    super({
      code: "neon-unsettled",
      what: `Neon accepted the change, but operation ${action} (${id}) of project ${project} ${how}${said}.`,
      fix: "run the same command again, it goes on from here; if it stays, look at the project's operations in the Neon Console and at https://neonstatus.com",
    });
    this.name = "UnsettledError";
  }
}

/** Neon's asynchronous work: a change is answered at once and usable when its operations have come to an end. */
export class NeonOperations {
  private readonly api: NeonApi;
  private readonly patienceMs: number;

  /** `patienceMs`: for how long one change is waited for. */
  constructor(api: NeonApi, patienceMs: number) {
    this.api = api;
    this.patienceMs = patienceMs;
  }

  /**
   * Resolves when all have succeeded. Throws UnsettledError when one fails, and when time runs out. They are asked for side by side, and
   * one that has ended, as the change's own answer may say, not again.
   */
  async wait(operations: readonly Operation[]): Promise<void> {
    let left = operations.map((operation): Watched => ({ operation, since: Date.now() }));
    let isKnown = true;
    const limits = { pauses: doubling(100, 1000), deadlineMs: this.patienceMs, signal: this.api.signal };
    await poll(limits, async () => {
      if (!isKnown) left = await Promise.all(left.map((one) => this.lookAgain(one)));
      isKnown = false;
      left = left.filter(isOpen);
      return left.length === 0 || undefined;
    });
    const [first] = left;
    if (!first) return;
    throw new UnsettledError(first.operation, `is still ${first.operation.status} after ${this.patienceMs / 1000} s`);
  }

  /**
   * Waits for whatever runs in the project: what a change whose answer was lost has started, or another run's work. A
   * project that is gone has none.
   */
  async waitForProject(projectId: string): Promise<void> {
    const action = `list the operations of project ${projectId}`;
    // Newest first: what still runs is new.
    const found = await this.api.readIfPresent(action, neonAnswers.operations, (api) =>
      api.listProjectOperations({ projectId, limit: 100 }),
    );
    await this.wait(found?.operations.filter(isUnderWay) ?? []);
  }

  private async lookAgain({ operation: before, since }: Watched): Promise<Watched> {
    const { project_id: projectId, id, action } = before;
    const { operation } = await this.api.read(
      `read operation ${action} of project ${projectId}`,
      neonAnswers.operation,
      (api) => api.getProjectOperation(projectId, id),
    );
    return { operation, since: hasMoved(before, operation) ? Date.now() : since };
  }
}

/** An operation as it was last seen, and since when it has stood so. */
interface Watched {
  readonly operation: Operation;
  readonly since: number;
}

/** Whether it is to be waited for. Throws when it has failed. */
function isOpen({ operation, since }: Watched): boolean {
  const { status } = operation;
  if (BROKEN.includes(status)) throw new UnsettledError(operation, `ended as ${status}`);
  if (status === "failed" && hasGivenUp(operation, since)) throw new UnsettledError(operation, "has failed");
  return !SUCCEEDED.includes(status);
}

function isUnderWay({ status, retry_at: retryAt }: Operation): boolean {
  return UNDER_WAY.includes(status) || (status === "failed" && retryAt !== undefined);
}

/**
 * Neon may retry a `failed` operation (neon.com/docs/reference/api/operations): it is given up when it has
 * stood still for a while and announces no other try.
 */
function hasGivenUp({ retry_at: retryAt }: Operation, since: number): boolean {
  const announced = retryAt !== undefined && Date.parse(retryAt) > Date.now();
  return !announced && Date.now() - since >= FAILED_STANDS_MS;
}

function hasMoved(before: Operation, now: Operation): boolean {
  return (
    before.status !== now.status || before.failures_count !== now.failures_count || before.retry_at !== now.retry_at
  );
}

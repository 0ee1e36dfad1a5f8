import { afterEach, describe, expect, it, vi } from "vitest";
import { UnsettledError } from "../../../src/clouds/neon/operations.ts";
import { scriptNeon } from "./scripted-neon.ts";

const id = "22222222-2222-4222-8222-222222222222";

function operation(status: string, more: Record<string, unknown> = {}) {
  return { id, project_id: "p", action: "start_compute", status, failures_count: 0, ...more } as never;
}

/** Settles an operation that answers these statuses in turn, the last one for ever. */
async function settle(statuses: readonly object[], patienceSeconds = 1) {
  let asked = 0;
  const neon = await scriptNeon(
    () => {
      const body = { operation: statuses[Math.min(asked, statuses.length - 1)] };
      asked += 1;
      return { status: 200, body };
    },
    { patienceSeconds },
  );
  await neon.changes.settle("p", [operation("scheduling")]);
  return asked;
}

afterEach(() => void vi.useRealTimers());

describe("an operation of Neon", () => {
  it.each(["finished", "skipped"])("that is %s is done", async (status) => {
    expect(await settle([operation("running"), operation(status)])).toBe(2);
  });

  it.each(["error", "cancelled"])("that ends as %s is a failure", async (status) => {
    await expect(settle([operation("running"), operation(status, { error: "no room" })])).rejects.toThrow(
      `Neon accepted the change, but operation start_compute (${id}) of project p ended as ${status}: no room.`,
    );
  });

  it.each(["scheduling", "running", "cancelling", "failed", "a status that is new"])(
    "that stays %s is a failure when time is over, and never a success",
    async (status) => {
      const settling = settle([operation(status)], 0.3);
      await expect(settling).rejects.toBeInstanceOf(UnsettledError);
      await expect(settling).rejects.toThrow(`is still ${status} after 0.3 s.`);
    },
  );

  it("that failed is waited for while Neon tries it again", async () => {
    const tries = [1, 2, 3].map((failures_count) => operation("failed", { failures_count }));
    expect(await settle([...tries, operation("running"), operation("finished")], 5)).toBe(5);
  });

  it("that failed and does not move for half a minute is given up long before patience ends", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let asked = 0;
    const neon = await scriptNeon(() => {
      asked += 1;
      vi.setSystemTime(Date.now() + 20_000);
      return { status: 200, body: { operation: operation("failed", { failures_count: 1 }) } };
    });
    await expect(neon.changes.settle("p", [operation("running")])).rejects.toThrow(
      `operation start_compute (${id}) of project p has failed.`,
    );
    expect(asked).toBe(3);
  });

  it("that failed is waited for when Neon says that it will try again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const retryAt = new Date(Date.now() + 70_000).toISOString();
    let asked = 0;
    const neon = await scriptNeon(() => {
      asked += 1;
      vi.setSystemTime(Date.now() + 20_000);
      const failed = operation("failed", { failures_count: 1, retry_at: retryAt });
      return { status: 200, body: { operation: asked < 4 ? failed : operation("finished") } };
    });
    await neon.changes.settle("p", [operation("running")]);
    expect(asked).toBe(4);
  });

  it("is asked for beside the others of its change, and not again once it has ended", async () => {
    const asked: string[] = [];
    const neon = await scriptNeon((request) => {
      const [, name = ""] = /operations\/(\w+)/.exec(request) ?? [];
      const status = name === "slow" && asked.length < 2 ? "running" : "finished";
      asked.push(name);
      return { status: 200, body: { operation: operation(status, { id: name }) } };
    });
    const names = ["done", "quick", "slow"];
    const started = names.map((name) => operation(name === "done" ? "finished" : "running", { id: name }));
    await neon.changes.settle("p", started);
    expect(asked.sort()).toEqual(["quick", "slow", "slow"]);
  });

  it("is not waited for any longer when the run is cancelled", async () => {
    const neon = await scriptNeon(() => ({ status: 200, body: { operation: operation("running") } }));
    const settling = neon.until(AbortSignal.timeout(100)).changes.settle("p", [operation("running")]);
    await expect(settling).rejects.toMatchObject({ name: expect.stringMatching(/^(Timeout|Abort)Error$/) });
  });
});

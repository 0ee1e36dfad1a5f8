import type { Operation } from "@neondatabase/api-client";
import type { Shape } from "../call/answer.ts";
import type { Call, NeonApi } from "./api.ts";
import { saysLocked } from "./errors.ts";
import type { NeonOperations } from "./operations.ts";
import type { ProjectLock } from "./project-lock.ts";

/** Work that Neon has accepted. `settled` resolves when it is done and throws when it is not: always await it. */
export interface Started<T> {
  readonly answer: T;
  readonly settled: Promise<void>;
}

type Accepted = { readonly operations?: readonly Operation[] };

/** Changes of one project: each waits its turn, and the next waits until Neon has done it. */
export class NeonChanges {
  constructor(
    private readonly api: NeonApi,
    private readonly operations: NeonOperations,
    private readonly lock: ProjectLock,
  ) {}

  /** What Neon has accepted without a turn, as a project that was not there before. */
  started<T extends Accepted>(projectId: string, answer: T): Started<T> {
    const settled = this.settle(projectId, answer.operations ?? []);
    settled.catch(() => {});
    return { answer, settled };
  }

  /** Makes something new. Resolves as soon as Neon has accepted, so that the caller knows what exists from then on. */
  async create<T extends Accepted>(
    projectId: string,
    action: string,
    shape: Shape<unknown>,
    call: Call<T>,
  ): Promise<Started<T>> {
    const release = await this.lock.acquire(projectId);
    try {
      const answer = await this.api.create(action, shape, this.whenFree(projectId, call));
      return { answer, settled: holding(release, this.operations.wait(answer.operations ?? [])) };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Sets absolute values, or resets: what may be repeated when its answer was lost. Resolves when it is done. */
  async change<T extends Accepted>(projectId: string, action: string, call: Call<T>): Promise<T> {
    return this.inTurn(projectId, async () => {
      const answer = await this.api.change(action, this.whenFree(projectId, call));
      await this.operations.wait(answer.operations ?? []);
      return answer;
    });
  }

  /** Removes what may be gone already. Resolves when it is done. A project's removal names no operations. */
  async remove(projectId: string, action: string, call: Call<object>): Promise<void> {
    return this.inTurn(projectId, async () => {
      const answer: Accepted | undefined = await this.api.remove(action, this.whenFree(projectId, call));
      await this.operations.wait(answer?.operations ?? []);
    });
  }

  /** Waits for these operations, or for whatever runs in the project. */
  async settle(projectId: string, operations?: readonly Operation[]): Promise<void> {
    return this.inTurn(projectId, () =>
      operations ? this.operations.wait(operations) : this.operations.waitForProject(projectId),
    );
  }

  /** A refusal for another run's work is handed on when that work is done: then it is time to try again. */
  private whenFree<T>(projectId: string, call: Call<T>): Call<T> {
    return (api) =>
      call(api).catch(async (error: unknown) => {
        // How that work ends is not this change's concern: Neon says whether it may begin.
        if (saysLocked(error)) await this.operations.waitForProject(projectId).catch(() => {});
        throw error;
      });
  }

  private async inTurn<T>(projectId: string, work: () => Promise<T>): Promise<T> {
    const release = await this.lock.acquire(projectId);
    try {
      return await work();
    } finally {
      release();
    }
  }
}

/** Ends the turn with the work. A failure is for who awaits it, and no unhandled rejection when that comes later. */
function holding(release: () => void, work: Promise<void>): Promise<void> {
  const settled = work.finally(release);
  settled.catch(() => {});
  return settled;
}

/**
 * One change of a project at a time. Neon refuses a change with 423 while another runs in the same project, on whichever
 * branch (neon.com/docs/reference/api/key-concepts); waiting in line here costs less than being refused.
 */
export class ProjectLock {
  private readonly last = new Map<string, Promise<void>>();

  /** Resolves when it is this caller's turn. The next one's begins when the answered function is called. */
  async acquire(projectId: string): Promise<() => void> {
    const before = this.last.get(projectId);
    let release = () => {};
    const turn = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.last.set(projectId, turn);
    await before;
    return () => {
      if (this.last.get(projectId) === turn) this.last.delete(projectId);
      release();
    };
  }
}
